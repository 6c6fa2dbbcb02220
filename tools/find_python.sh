#!/bin/sh
# Prints the first Python of at least 3.11 that starts; a sentence and status 1 when there is none.
for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3.14 python3 python; do
    [ -n "$name" ] || continue
    path=$(command -v "$name" 2>/dev/null) || continue
    if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        printf '%s\n' "$path"
        exit 0
    fi
done
echo "没有找到 Python 3.11 或更新的版本，请先安装（Debian: apt-get install python3 python3-venv）。" >&2
echo "Python 3.11 or newer is needed and was not found." >&2
exit 1

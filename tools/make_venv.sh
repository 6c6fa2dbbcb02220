#!/bin/sh
# Makes the virtual environment $1 unless a working one is there.
set -eu
here=$(dirname "$0")
venv=$1
if "$venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exit 0
fi
python=$("$here/find_python.sh")
echo "建立虚拟环境 $venv（$("$python" --version)）"
rm -rf "$venv"
if ! "$python" -m venv "$venv" 2>/dev/null; then
    # Debian ships venv apart from Python.
    rm -rf "$venv"
    "$here/apt_install.sh" "$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    "$python" -m venv "$venv"
fi

#!/bin/sh
# Sees to it that the browser tests find Chromium and a Chinese font; installs what is missing.
set -eu
here=$(dirname "$0")
missing=""
if ! command -v chromium >/dev/null 2>&1 && ! command -v chromium-browser >/dev/null 2>&1 &&
    ! command -v google-chrome >/dev/null 2>&1; then
    missing="chromium"
fi
if ! { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]; }; then
    missing="$missing fontconfig fonts-noto-cjk"
fi
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086  # a list of package names
    "$here/apt_install.sh" $missing
fi

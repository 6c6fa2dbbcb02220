#!/bin/sh
# Installs distribution packages as root or through sudo; says clearly what is missing when it may not.
set -eu
refuse() {
    echo "" >&2
    echo "缺少系统软件包：$*" >&2
    echo "本次无法自动安装（$reason）。请管理员执行：apt-get install $*" >&2
    echo "These system packages are missing and could not be installed ($reason_en): $*" >&2
    exit 1
}
if ! command -v apt-get >/dev/null 2>&1; then
    reason="本机没有 apt-get"
    reason_en="no apt-get on this machine"
    refuse "$@"
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    reason="不是 root，也不能免密使用 sudo"
    reason_en="neither root nor able to use sudo without a password"
    refuse "$@"
fi
echo "安装系统软件包：$*"
$as_root apt-get update -qq || true
if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
    reason="apt-get 报错，见上"
    reason_en="apt-get failed, see above"
    refuse "$@"
fi

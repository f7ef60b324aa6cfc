#!/usr/bin/env bash
# Proves the README's two commands from nothing: makes a clean Debian 13 in a folder by debootstrap, clones the
# repository into it, and runs ./yett demo and ./yett test there.
#
#   deploy/ci/debian13.sh FOLDER [demo|test|COMMAND...]
#
# Needs root, debootstrap and a Debian mirror, taken from the sources of this machine's apt. FOLDER must not exist, or
# be one that this script made: then it is used again. M2=FOLDER shares a Maven repository with it.
set -euo pipefail

[[ $# -ge 1 ]] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[[ $EUID -eq 0 ]] || { echo "debian13.sh: run it as root" >&2; exit 2; }
folder=$(realpath -m "$1")
shift
[[ $# -gt 0 ]] || set -- all
repository=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m 1 '/debian/\{0,1\}$')
mark=$folder/.yett-debian13

if [[ ! -e $mark ]]; then
    [[ ! -e $folder ]] || { echo "debian13.sh: $folder exists and is not mine" >&2; exit 2; }
    echo "a clean Debian 13 into $folder"
    mkdir -p "$folder"
    log=$(mktemp)
    debootstrap --variant=minbase trixie "$folder" "$mirror" >"$log" 2>&1 || { tail "$log" >&2; exit 1; }
    rm -f "$log"
    cp -r /usr/local/share/ca-certificates/. "$folder/usr/local/share/ca-certificates/" 2>/dev/null || true
    touch "$mark"
fi
# An installed Debian knows its own name; debootstrap leaves that out.
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$(hostname)" >"$folder/etc/hosts"
rm -rf "$folder/root/yett"
git clone -q "$repository" "$folder/root/yett"

inside() {
    # A mount namespace of its own: whatever is mounted here is gone when the command ends.
    unshare --mount --propagation private bash -euc '
        folder=$1
        shift
        mount -t proc proc "$folder/proc"
        mount --rbind /sys "$folder/sys"
        mount --rbind /dev "$folder/dev"
        mount -t tmpfs tmpfs "$folder/run"
        cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
        if [[ ${M2:-} ]]; then
            mkdir -p "$folder/root/.m2"
            mount --bind "$M2" "$folder/root/.m2"
        fi
        exec chroot "$folder" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
    ' inside "$folder" "$@"
}

case $1 in
    all) inside bash -c 'cd /root/yett && ./yett demo && ./yett test' ;;
    demo | test) inside bash -c "cd /root/yett && ./yett $1" ;;
    *) inside "$@" ;;
esac

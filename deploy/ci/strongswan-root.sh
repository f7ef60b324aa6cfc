#!/usr/bin/env bash
# Puts a newer Debian with its strongSwan into a folder by debootstrap, for the tests that need one: ML-KEM and multiple
# key exchanges (RFC 9370) are in strongSwan from 6.0 on; 6.0.1 of Debian 13 is built without ML-KEM, 6.1 of sid has it.
#
#   deploy/ci/strongswan-root.sh FOLDER [RELEASE]      RELEASE: sid if it is not given
#   YETT_STRONGSWAN_ROOT=FOLDER ./yett test
#
# Needs root, debootstrap and a Debian mirror, taken from the sources of this machine's apt. Takes two minutes.
set -euo pipefail

[[ $# -ge 1 ]] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[[ $EUID -eq 0 ]] || { echo "strongswan-root.sh: run it as root" >&2; exit 2; }
folder=$(realpath -m "$1")
release=${2:-sid}
[[ ! -e $folder ]] || { echo "strongswan-root.sh: $folder exists" >&2; exit 2; }
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m 1 '/debian/\{0,1\}$')
packages=(charon-systemd strongswan-swanctl libcharon-extra-plugins libcharon-extauth-plugins
    libstrongswan-standard-plugins libstrongswan-extra-plugins iproute2)

mkdir -p "$folder"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
debootstrap --variant=minbase "$release" "$folder" "$mirror" >"$log" 2>&1 || { tail "$log" >&2; exit 1; }
# A mirror's snapshot may be older than its date of expiry.
unshare --mount --propagation private bash -euc '
    folder=$1
    shift
    mount -t proc proc "$folder/proc"
    mount --rbind /dev "$folder/dev"
    cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
    apt=(apt-get -q -y -o Acquire::Check-Valid-Until=false)
    export DEBIAN_FRONTEND=noninteractive
    chroot "$folder" "${apt[@]}" update
    chroot "$folder" "${apt[@]}" install --no-install-recommends "$@"
' inside "$folder" "${packages[@]}" >"$log" 2>&1 || { tail "$log" >&2; exit 1; }
echo "YETT_STRONGSWAN_ROOT=$folder"

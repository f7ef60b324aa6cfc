#!/bin/sh
# Compiles the C library against the installed DPDK. Usage: build.sh OUTPUT_DIRECTORY
# Output: OUTPUT_DIRECTORY/libyett_dpdk.so.ABI, ABI being that of DPDK (22.11 LTS: 23, 24.11 LTS: 25).
set -eu

fail() {
  echo "yett: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "usage: build.sh OUTPUT_DIRECTORY"
source=$(cd "$(dirname "$0")" && pwd)
cc=${CC:-gcc}
command -v "$cc" >/dev/null || fail "no C compiler '$cc'; remedy: apt-get install gcc"
command -v pkg-config >/dev/null || fail "no pkg-config; remedy: apt-get install pkg-config"
pkg-config --exists libdpdk || fail "DPDK's headers are missing; remedy: apt-get install libdpdk-dev"
version=$(pkg-config --modversion libdpdk)
pkg-config --atleast-version=22.11 libdpdk || fail "DPDK $version is too old; remedy: install 22.11 LTS or later"

mkdir -p "$1"
# DPDK's ABI goes up by one each November.
abi=$(echo "$version" | awk -F. '{ print ($2 >= 11) ? $1 + 1 : $1 "." $2 }')
target=$1/libyett_dpdk.so.$abi
stamp="$version $cc $(cat "$source"/*.c "$source"/*.h "$source"/build.sh | cksum)"
[ -f "$target" ] && [ -f "$1/build.stamp" ] && [ "$(cat "$1/build.stamp")" = "$stamp" ] && exit 0

# Experimental API: the pool of crypto sessions and the release numbers, unchanged from 22.11 to 24.11.
# The multi-buffer library comes with DPDK's headers on x86; without it AES-GCM runs on DPDK's devices alone.
multi_buffer=
if echo '#include <intel-ipsec-mb.h>' | "$cc" -E - >/dev/null 2>&1; then
  multi_buffer="-DYETT_HAVE_IPSEC_MB -lIPSec_MB"
fi

# shellcheck disable=SC2046,SC2086 # pkg-config prints words
"$cc" -std=gnu11 -O3 -fPIC -shared -fvisibility=hidden -DYETT_BUILDING \
  -Wall -Wextra -Werror -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wshadow \
  -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fstack-clash-protection -fcf-protection \
  -D_GNU_SOURCE -DALLOW_EXPERIMENTAL_API $(pkg-config --cflags libdpdk | sed 's/-I/-isystem /g') \
  "$source"/yett_*.c -o "$target.tmp" \
  -Wl,--as-needed -Wl,-z,relro,-z,now,-z,noexecstack,-z,defs $(pkg-config --libs libdpdk) $multi_buffer
mv "$target.tmp" "$target"
echo "$stamp" >"$1/build.stamp"

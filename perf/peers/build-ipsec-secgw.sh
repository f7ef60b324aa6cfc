#!/bin/sh
# Builds DPDK's ipsec-secgw, the peer of the packet benchmark, from the sources that Debian ships with the installed
# DPDK (package dpdk-doc). Usage: build-ipsec-secgw.sh DIRECTORY; prints the path of the program.
#
# One change: the program insists on RX checksum offload, which net_pcap lacks; that one flag is dropped.
set -eu

fail() {
  echo "yett: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "usage: build-ipsec-secgw.sh DIRECTORY"
pkg-config --exists libdpdk 2>/dev/null || fail "DPDK's headers are missing; remedy: apt-get install libdpdk-dev"
version=$(pkg-config --modversion libdpdk)
mkdir -p "$1"
directory=$(cd "$1" && pwd)
program=$directory/ipsec-secgw-$version
if [ -x "$program" ]; then
  echo "$program"
  exit 0
fi

examples=/usr/share/dpdk/examples
if [ ! -d $examples/ipsec-secgw ]; then
  command -v apt-get >/dev/null || fail "no sources of ipsec-secgw; remedy: install DPDK's examples in $examples"
  package=$(dpkg-query -W -f '${Version}' libdpdk-dev)
  (cd "$directory" && apt-get download -q "dpdk-doc=$package" >download.log 2>&1) ||
    fail "cannot download dpdk-doc $package; remedy: apt-get update, then apt-get install dpdk-doc"
  dpkg -x "$directory"/dpdk-doc_*.deb "$directory/dpdk-doc"
  examples=$directory/dpdk-doc$examples
fi

source=$directory/source
rm -rf "$source"
cp -r "$examples/ipsec-secgw" "$source"
grep -q '\.offloads = RTE_ETH_RX_OFFLOAD_CHECKSUM,' "$source/ipsec-secgw.c" ||
  fail "the sources of ipsec-secgw $version differ from those known; remedy: look at the RX offloads in $source"
sed -i 's/\.offloads = RTE_ETH_RX_OFFLOAD_CHECKSUM,/.offloads = 0,/' "$source/ipsec-secgw.c"
make -C "$source" shared >"$directory/build.log" 2>&1 || fail "ipsec-secgw does not build; see $directory/build.log"
cp -L "$source/build/ipsec-secgw" "$program"
echo "$program"

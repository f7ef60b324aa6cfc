#!/usr/bin/env bash
# Makes a Debian package of what is built: `./yett package` calls it. It installs on the release of Debian that it was
# made on, for the C library of Yett is linked to that release's DPDK.
#
#   build-deb.sh HOME OUTPUT-FOLDER
#
# The same commit on the same machine gives the same octets: times come from the commit, owners are root, order is sorted.
set -euo pipefail

home=$1 output=$2
here=$home/deploy/package
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022

version=$(sed -n 's,^  <version>\(.*\)</version>,\1,p' "$home/pom.xml" | head -n 1)
if commit=$(git -C "$home" rev-parse --short=8 HEAD 2>/dev/null); then
    SOURCE_DATE_EPOCH=$(git -C "$home" log -1 --format=%ct)
else
    commit=unknown SOURCE_DATE_EPOCH=$(stat -c %Y "$home/pom.xml")
fi
export SOURCE_DATE_EPOCH
day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d)
release=$(. /etc/os-release && echo "${ID/debian/deb}${VERSION_ID:-}")
# A snapshot sorts before the release that it leads to.
debian_version="${version/-SNAPSHOT/~$day.$commit}+$release"
dpdk=$(pkg-config --modversion libdpdk)
dpdk_series=${dpdk%.*}
dpdk_next=${dpdk_series%.*}.$((10#${dpdk_series#*.} + 1))

put() { install -D -m "$1" "$2" "$stage/$3"; }

# --- the program -------------------------------------------------------------

lib=usr/lib/yett
put 755 "$home/yett" $lib/yett
put 755 "$here/machine" $lib/machine
put 644 "$home/deploy/packages.txt" $lib/deploy/packages.txt
mkdir -p "$stage/$lib/deploy/target/lib" "$stage/usr/bin" "$stage/usr/share/yett"
cp "$home"/deploy/target/lib/*.jar "$stage/$lib/deploy/target/lib/"
cp -r "$home/deploy/jvm" "$stage/$lib/deploy/"
ln -s ../lib/yett/yett "$stage/usr/bin/yett"

# A Java of its own: only the modules that Yett uses, and jcmd and jfr for whoever looks into a running gateway.
"$JAVA_HOME/bin/jlink" --output "$stage/$lib/runtime" --strip-debug --no-header-files --no-man-pages --compress zip-0 \
    --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.crypto.cryptoki \
    --add-modules jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported

# --- the service -------------------------------------------------------------

for unit in dataplane controlplane machine; do
    put 644 "$home/deploy/systemd/yett-$unit.service" usr/lib/systemd/system/yett-$unit.service
done
put 644 "$home/deploy/systemd/sysusers.conf" usr/lib/sysusers.d/yett.conf
put 644 "$home/deploy/systemd/tmpfiles.conf" usr/lib/tmpfiles.d/yett.conf
put 644 "$home/deploy/systemd/udev.rules" usr/lib/udev/rules.d/60-yett.rules
put 644 "$here/machine.conf" etc/yett/machine.conf

# --- what comes with it ------------------------------------------------------

doc=usr/share/doc/yett
put 644 "$home/LICENSE" $doc/copyright
put 644 "$home/README.md" $doc/README.md
for page in "$home"/docs/*.md; do put 644 "$page" "$doc/$(basename "$page")"; done
for example in "$home"/deploy/examples/*; do put 644 "$example" "$doc/examples/$(basename "$example")"; done
[[ ! -e $home/target/bom.json ]] || put 644 "$home/target/bom.json" usr/share/yett/sbom.cdx.json

# --- control -----------------------------------------------------------------

find "$stage" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir "$stage/DEBIAN"
for script in postinst prerm postrm; do install -m 755 "$here/$script" "$stage/DEBIAN/$script"; done
echo /etc/yett/machine.conf >"$stage/DEBIAN/conffiles"
cat >"$stage/DEBIAN/control" <<TEXT
Package: yett
Version: $debian_version
Architecture: $(dpkg --print-architecture)
Section: net
Priority: optional
Maintainer: Yett maintainers <maintainers@yett.invalid>
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f 1)
Depends: librte-meta-all (>= $dpdk_series), librte-meta-all (<< $dpdk_next~), libc6, libsystemd0, zlib1g, iproute2, kmod, systemd
Recommends: pciutils
Suggests: prometheus, strongswan-swanctl
Description: IPsec security gateway on DPDK
 Yett encrypts and decrypts packets between its network ports by IPsec (ESP), and
 agrees on keys with its peers by IKEv2. Packets take no way through the kernel:
 DPDK drives the network cards. Two services, the data plane and the control
 plane, run as two users; one can be restarted without the other.
 .
 Write /etc/yett/yett.yaml (an example is in /usr/share/doc/yett/examples), then:
 systemctl enable --now yett-dataplane yett-controlplane
TEXT
(cd "$stage" && find . -type f -not -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' md5sum) \
    >"$stage/DEBIAN/md5sums"
find "$stage/DEBIAN" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$output"
file=$output/yett_${debian_version}_$(dpkg --print-architecture).deb
dpkg-deb --root-owner-group -Zzstd --build "$stage" "$file" >/dev/null
echo "$file"

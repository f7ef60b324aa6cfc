#!/bin/sh
# Regenerates io.yett.dpdk.generated from yett_dpdk.h with the jextract on the PATH, and records which header it was.
set -eu
cd "$(dirname "$0")"
command -v jextract >/dev/null || { echo "yett: no jextract on the PATH; remedy: https://jdk.java.net/jextract" >&2; exit 1; }
header=src/main/c/yett_dpdk.h
package=src/main/java/io/yett/dpdk/generated
rm -rf "$package"
# shellcheck disable=SC2046 # one word per name
jextract --output src/main/java --target-package io.yett.dpdk.generated --header-class-name YettDpdk \
  $(grep -oE '^(YETT_API .*[ *])?(yett_[a-z0-9_]+)\(' "$header" | sed -E 's/.*[ *](yett_[a-z0-9_]+)\(/--include-function \1/') \
  $(grep -oE '^struct (yett_[a-z_]+) \{' "$header" | sed -E 's/struct (yett_[a-z_]+) \{/--include-struct \1/') \
  $(grep -oE '\bYETT_[A-Z0-9_]+\b' "$header" | sort -u | grep -vE '^YETT_(API|BUILDING|DPDK_H|HEADER_VERSION)$' | sed 's/^/--include-constant /') \
  --include-constant YETT_HEADER_VERSION \
  "$header"
{
  echo "# The header that this package was generated from; see native-bindings/jextract.sh."
  sha256sum "$header" | cut -d' ' -f1
} >"$package/yett_dpdk.h.sha256"

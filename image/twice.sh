#!/usr/bin/env bash
# make image-twice: builds the image here and in a copy of this tree elsewhere, and fails unless they have one digest. Arguments: the
# Maven command.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
build=("$@" -q -Pimage -pl image -am package -DskipTests -Dspotless.check.skip)
git ls-files -z | xargs -0 cp --parents -t "$copy"
(cd "$copy" && "${build[@]}")
"${build[@]}"
digests=$(sha256sum target/apitoken-image.tar "$copy/target/apitoken-image.tar")
if (($(cut -c1-64 <<<"$digests" | sort -u | wc -l) != 1)); then
  printf 'make image-twice: two builds, two images\n%s\n' "$digests" >&2
  exit 1
fi
echo "make image-twice: two builds, one image: ${digests:0:64}"

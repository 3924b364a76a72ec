#!/usr/bin/env bash
# make image-twice: builds the image in two fresh copies of this tree, and fails unless they have one digest. Arguments: the Maven command.
set -euo pipefail
cd "$(dirname "$0")/.."
copies=$(mktemp -d)
trap 'rm -rf "$copies"' EXIT
for copy in one another/deeper; do
  mkdir -p "$copies/$copy"
  git ls-files -z | xargs -0 cp --parents -t "$copies/$copy"
  (cd "$copies/$copy" && "$@" -q -Pimage -pl image -am package -DskipTests -Dspotless.check.skip)
done
digests=$(cd "$copies" && sha256sum one/target/apitoken-image.tar another/deeper/target/apitoken-image.tar)
if (($(cut -c1-64 <<<"$digests" | sort -u | wc -l) != 1)); then
  printf 'make image-twice: two builds, two images\n%s\n' "$digests" >&2
  exit 1
fi
echo "make image-twice: two builds, one image: ${digests:0:64}"

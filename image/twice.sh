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

# Every file of every layer, with its digest.
contents() {
  local layers
  layers=$(mktemp -d -p "$copy")
  tar -xf "$1" -C "$layers"
  for layer in "$layers"/*.tar.gz; do
    # shellcheck disable=SC2016
    tar --warning=no-unknown-keyword -xzf "$layer" --to-command='echo "$TAR_MODE $TAR_FILENAME $(sha256sum)"'
  done | sort
}

here=target/apitoken-image.tar
there=$copy/target/apitoken-image.tar
if ! cmp -s "$here" "$there"; then
  echo 'make image-twice: two builds, two images; what differs:' >&2
  diff <(contents "$here") <(contents "$there") >&2 || exit 1
  echo 'no file of a layer: the order, or the configuration' >&2
  exit 1
fi
echo "make image-twice: two builds, one image: $(sha256sum <"$here" | cut -c1-64)"

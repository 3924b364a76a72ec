#!/usr/bin/env bash
# make image-twice: builds the image here and in a copy of this tree elsewhere, and fails unless they have one digest. Arguments: the
# Maven command.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'wait; rm -rf "$copy"' EXIT
build=("$@" -q -Pimage -pl image -am package -DskipTests -Dspotless.check.skip)
# Whoever owns the checkout.
git -c safe.directory='*' ls-files -z | xargs -0 cp --parents -t "$copy"
(cd "$copy" && "${build[@]}") &
"${build[@]}"
wait $!

# An image's archive, unpacked below the copy.
unpacked() {
  local image
  image=$(mktemp -d -p "$copy")
  tar -xf "$1" -C "$image"
  echo "$image"
}

# Every file of every layer, with its digest; links and directories without.
contents() {
  for layer in "$(unpacked "$1")"/*.tar.gz; do
    # shellcheck disable=SC2016
    tar --warning=no-unknown-keyword -xzf "$layer" --to-command='echo "$TAR_MODE $TAR_FILENAME $(sha256sum)"'
  done | sort
}

fail() {
  echo "make image-twice: $1" >&2
  exit 1
}

here=target/apitoken-image.tar
there=$copy/target/apitoken-image.tar
if ! cmp -s "$here" "$there"; then
  echo 'make image-twice: two builds, two images; what differs:' >&2
  diff <(contents "$here") <(contents "$there") >&2 || exit 1
  echo 'no file of a layer: the order, or the configuration' >&2
  exit 1
fi

image=$(unpacked "$here")
names=$(for layer in "$image"/*.tar.gz; do tar --warning=no-unknown-keyword -tzf "$layer"; done)
grep -qx '/\?usr/share/apitoken/sbom.cdx.json' <<<"$names" ||
  fail "the image has no bill of materials, usr/share/apitoken/sbom.cdx.json: Maven makes none when it is offline (-o)"
shell=$(grep -E '(^|/)(sh|ash|bash|dash|csh|fish|ksh|mksh|tcsh|zsh|busybox|toybox)$' <<<"$names") && fail "the image has a shell: $shell"
grep -q '"User":"65532:65532"' "$image/config.json" || fail "the image's user is not 65532:65532"
echo "make image-twice: two builds, one image: $(sha256sum <"$here" | cut -c1-64)"

#!/usr/bin/env bash
# Builds what a node needs beside the control plane, from the Go modules that local/kubernetes/go.mod pins, unless it is cached:
# kubelet, kube-proxy, kube-scheduler and the pause image. Prints the directory, which the versions name.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
modules=$here/../local/kubernetes
go=$("$here/../local/run.sh" go)
unset GOROOT
export GOFLAGS="" GOWORK=off CGO_ENABLED=0 GOTOOLCHAIN=auto

version=$(sed -nE 's/^\s*k8s\.io\/kubernetes (v\S+).*/\1/p' "$modules/go.mod" | head -1)
hash=$(cat "$modules/go.mod" "$modules/go.sum" "$here"/pause/* "$0" | sha256sum | cut -c1-16)
directory=${XDG_CACHE_HOME:-$HOME/.cache}/apitoken/node/$version-$(uname -m)-$hash
mkdir -p "$directory"
exec 9>"$directory/lock"
flock 9

stamp="-s -w"
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  stamp+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d. -f2 <<<"$version")"
done

build() { # NAME DIRECTORY PACKAGE: an entry appears whole or not at all
  [[ -x $directory/$1 ]] && return
  local begun=$SECONDS
  (cd "$2" && "$go" build -trimpath -ldflags "$stamp" -o "$directory/$1.unfinished" "$3")
  mv "$directory/$1.unfinished" "$directory/$1"
  echo "built $1 in $((SECONDS - begun)) s" >&2
}

# A docker-archive of one layer, as docker save writes it.
pause_image() {
  [[ -f $directory/pause.tar ]] && return
  local work layer configuration
  work=$(mktemp -d)
  mkdir "$work/root" "$work/image"
  cp "$directory/pause" "$work/root/pause"
  tar -C "$work/root" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$work/image/layer.tar" pause
  layer=$(sha256sum <"$work/image/layer.tar" | cut -d' ' -f1)
  configuration=$(cat <<JSON
{"architecture": "$("$go" env GOARCH)", "os": "linux", "config": {"Entrypoint": ["/pause"], "User": "65535:65535"},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$layer"]}}
JSON
  )
  echo "$configuration" >"$work/image/config.json"
  echo '[{"Config": "config.json", "RepoTags": ["node.local/pause:1"], "Layers": ["layer.tar"]}]' >"$work/image/manifest.json"
  tar -C "$work/image" -cf "$directory/pause.tar.unfinished" config.json layer.tar manifest.json
  mv "$directory/pause.tar.unfinished" "$directory/pause.tar"
  rm -rf "$work"
}

for command in kubelet kube-proxy kube-scheduler; do
  build "$command" "$modules" "k8s.io/kubernetes/cmd/$command"
done
build pause "$here/pause" .
pause_image
echo "$directory"

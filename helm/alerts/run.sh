#!/usr/bin/env bash
# make alerts: promtool checks the alerts and makes each of them fire. promtool is built once from the Go module that go.mod pins.
set -euo pipefail
cd "$(dirname "$0")"
# The Go that local/run.sh knows fetches the version that go.mod asks for.
unset GOROOT
export GOFLAGS="" GOWORK=off CGO_ENABLED=0 GOTOOLCHAIN=auto
hash=$(cat go.mod go.sum | sha256sum | cut -c1-16)
directory=${XDG_CACHE_HOME:-$HOME/.cache}/apitoken/promtool/$hash
if [[ ! -x $directory/promtool ]]; then
  go=$(../../local/run.sh go)
  echo "Building promtool from its Go module, once: some minutes" >&2
  mkdir -p "$directory"
  # Without the clouds' service discoveries, which are most of it.
  "$go" build -trimpath -tags remove_all_sd -ldflags "-s -w" -o "$directory/promtool.unfinished" github.com/prometheus/prometheus/cmd/promtool
  mv "$directory/promtool.unfinished" "$directory/promtool"
fi
"$directory/promtool" check rules --lint=all --lint-fatal ../apitoken/files/monitoring/alerts.yaml
"$directory/promtool" test rules test.yaml

#!/usr/bin/env bash
# Removes the data of make run; never what a run is using.
set -euo pipefail
cd "$(dirname "$0")/.."
pid=$(cat .local/lock 2>/dev/null || true)
if [[ -n $pid && -r /proc/$pid/cmdline ]] && grep -qa LocalMain "/proc/$pid/cmdline"; then
  echo "make clean-local: a run is active: stop it first, by Ctrl-C there or: kill $pid" >&2
  exit 1
fi
rm -rf .local

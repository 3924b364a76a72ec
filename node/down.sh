#!/usr/bin/env bash
# down.sh RUN: ends what up.sh started, removes RUN but for its logs, and fails if anything is left on the machine. One kill is
# enough: the kernel ends all in the pid namespace, and mounts, network and firewall rules go with their namespaces.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
run=$1
[[ -d $run ]] || exit 0
left=0

pid=$(cat "$run/pid" 2>/dev/null || true)
if [[ -n $pid ]] && grep -qzF -- "$run" "/proc/$pid/cmdline" 2>/dev/null; then
  kill -KILL "$pid"
  for _ in $(seq 200); do
    [[ -d /proc/$pid ]] || break
    sleep 0.1
  done
  [[ ! -d /proc/$pid ]] || { echo "left: process $pid" >&2; left=1; }
fi
"$here/cgroups.sh" remove "$run" || left=1
if grep -F " $run/" /proc/self/mountinfo >&2; then
  echo "left: the mounts above" >&2
  exit 1
fi
find "$run" -mindepth 1 -maxdepth 1 ! -name log -exec rm -rf --one-file-system {} + || left=1
exit $left

#!/usr/bin/env bash
# cgroups.sh make|remove RUN: one folder of the machine's cgroups for all pods of that run, named in RUN/cgroup, and in it one a node,
# for each kubelet removes from its own whatever it does not know.
set -uo pipefail
run=$2
# One mount for all controllers (version 2), or one for each, and some for two at once (cpu,cpuacct).
mapfile -t roots < <(sed -nE 's/^([^ ]+ ){4}(\/sys\/fs\/cgroup[^ ]*) .* - cgroup2? .*/\2/p' /proc/self/mountinfo | sort -u)
((${#roots[@]})) || { echo "no cgroups are mounted below /sys/fs/cgroup" >&2; exit 1; }

if [[ $1 == make ]]; then
  echo "apitoken-node-$$" >"$run/cgroup"
  for root in "${roots[@]}"; do
    folder=$root/$(cat "$run/cgroup")
    for made in "$folder" "$folder/node1" "$folder/node2"; do
      mkdir "$made" || exit 1
      # A cpuset of version 1 is born without processors.
      if [[ -f $root/cpuset.cpus ]]; then
        for of in cpus mems; do cat "$root/cpuset.$of" >"$made/cpuset.$of"; done
      fi
    done
  done
  # Version 2 gives a folder the controllers that all above it pass on, and the kubelet wants these. Untested: no machine of ours has it.
  if [[ ${roots[0]} == /sys/fs/cgroup ]]; then
    for controller in cpu cpuset memory hugetlb pids; do
      grep -qw $controller /sys/fs/cgroup/cgroup.controllers || continue
      for above in /sys/fs/cgroup "$folder"; do
        echo +$controller >"$above/cgroup.subtree_control" || { echo "$above does not pass on $controller" >&2; exit 1; }
      done
    done
  fi
  # Pods ask for little, and would get next to nothing beside the other processes of a busy machine.
  [[ ! -f /sys/fs/cgroup/cpu/cpu.shares ]] || echo 8192 >"/sys/fs/cgroup/cpu/$(cat "$run/cgroup")/cpu.shares"
  [[ ! -f $folder/cpu.weight ]] || echo 800 >"$folder/cpu.weight"
  exit 0
fi

[[ -f $run/cgroup ]] || exit 0
left=0
for root in "${roots[@]}"; do
  folder=$root/$(cat "$run/cgroup")
  # The kernel lets go of a cgroup a moment after its last process.
  for _ in $(seq 50); do
    [[ ! -d $folder ]] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null
    [[ -d $folder ]] || break
    sleep 0.1
  done
  [[ ! -d $folder ]] || { echo "left: $folder" >&2; left=1; }
done
exit $left

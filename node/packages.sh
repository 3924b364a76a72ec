#!/usr/bin/env bash
# packages.sh PACKAGE...: installs Debian's packages, of which only the files are wanted: no service of theirs starts.
set -euo pipefail
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  # Debian Policy 9.3.3.1: 101 forbids it, to systemd's helpers too.
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null

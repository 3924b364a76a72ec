#!/usr/bin/env bash
# make e2e-node: the chart with its real pods on two nodes of this machine, and then nothing of it left. Arguments: the Maven command.
# TOKENS: how many more are made, of which the memory is measured; 500.
set -euo pipefail
cd "$(dirname "$0")/.."
run=$PWD/node/target/run

fail() {
  echo "make e2e-node: $1" >&2
  exit 1
}
((EUID == 0)) || fail "a node needs root: run it as root, or by sudo"
case $run in /run/* | /var/lib/* | /var/log/*) fail "a node hides /run, /var/lib and /var/log: check this out elsewhere" ;; esac

# What Debian has: each program, and the package that brings it.
declare -A packages=([containerd]=containerd [runc]=runc [nft]=nftables [/usr/lib/cni/bridge]=containernetworking-plugins
  [nginx]=nginx-light [openssl]=openssl [ip]=iproute2 [nsenter]=util-linux [go]=golang-go)
missing=()
for program in "${!packages[@]}"; do
  PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || missing+=("${packages[$program]}")
done
if ((${#missing[@]})); then
  command -v apt-get >/dev/null || fail "install ${missing[*]}"
  node/packages.sh "${missing[@]}"
fi
unshare --fork --pid --mount-proc --mount --net --ipc --uts true || fail "this machine gives no namespaces (unshare): it cannot hold a node"

node/down.sh "$run"
rm -rf "$run"
mkdir -p "$run/log"

control_plane=$(MAKEFLAGS="" make -s binaries)
programs=$(node/binaries.sh)
"$@" -q -T 2 -Pimage,node -pl image,node -am -DskipTests -Dspotless.check.skip package dependency:build-classpath \
  -Dmdep.outputFile=target/node-classpath -DincludeScope=test

ended() {
  local status=$?
  trap - EXIT
  node/down.sh "$run" || { echo "make e2e-node: something is left on this machine, see above" >&2; status=1; }
  ((status == 0)) || echo "make e2e-node: failed; logs: $run/log" >&2
  exit $status
}
trap ended EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

node/up.sh "$run" "$control_plane" "$programs" "$PWD/target/apitoken-image.tar"
# Ahead of the pods, whose starting JVMs would take the processor from it: a load that starves measures itself. Where the kernel groups
# processes by session, nice counts within a session only, and it is the session that has to be preferred. The second compiler would take
# more processor time than it saves in so short a life.
"$run/in" setsid --wait sh -c '[ ! -e /proc/self/autogroup ] || echo -15 >/proc/self/autogroup; exec nice -n -15 "$@"' load \
  java -XX:TieredStopAtLevel=1 -Djdk.httpclient.allowRestrictedHeaders=connection -Djdk.net.hosts.file="$run/hosts" -Dsun.net.inetaddr.ttl=0 \
  -Dnode.run="$run" -Dnode.tokens="${TOKENS:-500}" \
  -cp "node/target/test-classes:$(cat node/target/node-classpath)" \
  org.junit.platform.console.ConsoleLauncher execute --select-package io.kriten.apitoken.node \
  --disable-banner --details=tree --disable-ansi-colors --fail-if-no-tests

#!/usr/bin/env bash
# up.sh RUN CONTROL_PLANE NODE IMAGE.tar...: starts a Kubernetes of two nodes on this machine, as root, without Docker or systemd,
# and returns when both are Ready. RUN is a new directory for all its files; CONTROL_PLANE and NODE hold the programs.
#
# All of it lives in own pid, mount, network, ipc and uts namespaces below one process: no interface, firewall rule, mount or
# sysctl of the machine changes, nothing in it reaches beyond the machine, and ending that process ends all. See down.sh.
# RUN/in COMMAND... runs a command in there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
run=$1 control_plane=$2 node=$3
shift 3
. "$here/network.sh"

mkdir -p "$run"/{log,pki,sysctl}
cd "$run/pki"

# Users and groups are what certificates say: CN and O.
openssl ecparam -name prime256v1 -genkey -noout -out sa.key
openssl ec -in sa.key -pubout -out sa.pub 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=node -days 2 2>/dev/null
certificate() { # NAME SUBJECT [ALTERNATIVE_NAMES]
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out "$1.crt" \
    -extfile <(echo "extendedKeyUsage=serverAuth,clientAuth"; [[ -z ${3:-} ]] || echo "subjectAltName=$3") 2>/dev/null
}
kubeconfig() { # NAME USER
  cat >"$run/$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: node, cluster: {server: "https://$ADDRESS_1:6443", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $1, user: {$2}}]
contexts: [{name: node, context: {cluster: node, user: $1}}]
current-context: node
YAML
}
by_certificate() { # NAME SUBJECT
  certificate "$1" "$2" "${3:-}"
  kubeconfig "$1" "client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")"
}
certificate apiserver /CN=kube-apiserver \
  "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:$ADDRESS_1,IP:$SERVICE_OF_API,IP:127.0.0.1"
by_certificate admin /O=system:masters/CN=admin
by_certificate controllers /CN=system:kube-controller-manager
by_certificate scheduler /CN=system:kube-scheduler
by_certificate proxy /CN=system:kube-proxy
by_certificate node1 /O=system:nodes/CN=system:node:node1 "DNS:node1,IP:$ADDRESS_1"
by_certificate node2 /O=system:nodes/CN=system:node:node2 "DNS:node2,IP:$ADDRESS_2"
for user in alice bob; do
  bearer=$(openssl rand -hex 16)
  echo "$bearer,$user,u-$user-1,\"devs\"" >>"$run/users.csv"
  kubeconfig "$user" "token: $bearer"
done

printf '%s\n' "$node/pause.tar" "$@" >"$run/images"
: >"$run/resolv.conf"
"$here/cgroups.sh" make "$run"

env -i HOME="$run" LANG=C.UTF-8 PATH="$control_plane:$node:/usr/sbin:/usr/bin:/sbin:/bin" setsid \
  unshare --fork --kill-child --pid --mount-proc --mount --net --ipc --uts "$here/inside.sh" "$run" \
  </dev/null >"$run/log/inside.log" 2>&1 &
outer=$!
pid=
for _ in $(seq 100); do
  pid=$(cat "/proc/$outer/task/$outer/children" 2>/dev/null || true)
  [[ -n $pid ]] && break
  sleep 0.1
done
[[ -n $pid ]] || { echo "unshare failed: $(cat "$run/log/inside.log")" >&2; exit 1; }
echo "${pid% }" >"$run/pid"

cat >"$run/in" <<SH
#!/bin/sh
exec nsenter -t ${pid% } -m -n -p -i -u --wd="\$PWD" env PATH="$control_plane:$node:\$PATH" KUBECONFIG="$run/admin.kubeconfig" "\$@"
SH
chmod +x "$run/in"

for name in node1 node2; do
  until "$run/in" kubectl get node $name >/dev/null 2>&1; do
    [[ -d /proc/${pid% } ]] || { echo "the node ended: see $run/log" >&2; exit 1; }
    ((SECONDS < 180)) || { echo "no $name after $SECONDS s: see $run/log" >&2; exit 1; }
    sleep 0.3
  done
done
"$run/in" kubectl wait --for=condition=Ready nodes --all --timeout=120s >/dev/null
"$run/in" kubectl -n default wait --for=create serviceaccount/default --timeout=60s >/dev/null
echo "two nodes Ready after $SECONDS s: $("$run/in" kubectl get node node1 \
  -o jsonpath='{.status.nodeInfo.kubeletVersion}, {.status.nodeInfo.containerRuntimeVersion}, Linux {.status.nodeInfo.kernelVersion}')"

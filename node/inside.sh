#!/usr/bin/env bash
# Process 1 of the node's namespaces: prepares them, starts the control plane and two workers, and reaps. Argument: RUN.
set -euxo pipefail
here=$(cd "$(dirname "$0")" && pwd)
run=$1
. "$here/network.sh"
export KUBECONFIG=$run/admin.kubeconfig

# Mounts made here spread to the workers and their pods, and never out.
mount --make-rprivate /
mount --make-rshared /
# No name server: what is not here fails at once.
mount --bind "$run/resolv.conf" "$(readlink -f /etc/resolv.conf)"
# The kubelet writes these sysctls of its machine: give it files to write instead.
for name in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
  cat "/proc/sys/$name" >"$run/sysctl/${name//\//.}"
  mount --bind "$run/sysctl/${name//\//.}" "/proc/sys/$name"
done
hostname node

# The addresses sit on a veth pair with both ends here: not every kernel has a dummy device.
ip link set lo up
ip link add node0 type veth peer name node0-peer
ip link set node0-peer up
ip link set node0 up
ip addr add $ADDRESS_1/24 dev node0
ip addr add $ADDRESS_2/24 dev node0
# Leads nowhere, but lets the addresses of Services reach the hook that rewrites them.
ip route add default via $GATEWAY dev node0 onlink
echo 1 >/proc/sys/net/ipv4/ip_forward

serve() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$run/log/$name.log" 2>&1 &
}
pki=$run/pki
serve etcd etcd --name node --data-dir "$run/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 --initial-cluster node=http://127.0.0.1:2380
serve kube-apiserver kube-apiserver --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 --advertise-address=$ADDRESS_1 --secure-port=6443 \
  --client-ca-file="$pki/ca.crt" --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" \
  --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" --kubelet-preferred-address-types=InternalIP \
  --service-account-issuer=https://kubernetes.default.svc --service-account-signing-key-file="$pki/sa.key" --service-account-key-file="$pki/sa.pub" \
  --service-cluster-ip-range=$SERVICES --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --token-auth-file="$run/users.csv"
serve worker1 unshare --mount --propagation slave "$here/worker.sh" "$run" node1 $ADDRESS_1 $PODS_1
serve worker2 unshare --mount --propagation slave "$here/worker.sh" "$run" node2 $ADDRESS_2 $PODS_2

until kubectl get --raw /readyz >/dev/null 2>&1; do sleep 0.2; done
serve kube-controller-manager kube-controller-manager --kubeconfig="$run/controllers.kubeconfig" --leader-elect=false \
  --use-service-account-credentials --service-account-private-key-file="$pki/sa.key" --root-ca-file="$pki/ca.crt" \
  --cluster-cidr=$PODS --allocate-node-cidrs=false
serve kube-scheduler kube-scheduler --kubeconfig="$run/scheduler.kubeconfig" --leader-elect=false

cat >"$run/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
oomScoreAdj: 0
clientConnection: {kubeconfig: $run/proxy.kubeconfig}
clusterCIDR: $PODS
# Not ours to set in a network namespace.
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
serve kube-proxy kube-proxy --config="$run/proxy.yaml" --hostname-override=node1

set +x
while :; do
  wait -n || true
  sleep 1
done

#!/usr/bin/env bash
# worker.sh RUN NAME ADDRESS PODS: containerd and kubelet of one node, in a mount namespace of their own, so that two nodes can
# share a machine: each has its own /run, /var/lib/kubelet and /var/lib/cni.
set -euxo pipefail
run=$1 name=$2 address=$3 pods=$4
own=$run/$name

mkdir -p "$own"/{cni.d,containerd,manifests,var}
# What propagated from above is private from here on, but pods and kubelet share.
mount --make-rshared /
mount -t tmpfs tmpfs /run
mkdir -p /run/lock /run/netns
# Overmounted as a whole: nothing need exist below, and nothing is left there.
mkdir -p "$own/var/lib/kubelet" "$own/var/lib/cni" "$own/var/log"
mount --bind "$own/var/lib" /var/lib
mount --bind "$own/var/log" /var/log

cat >"$own/containerd.toml" <<TOML
version = 2
root = "$own/containerd"
state = "/run/containerd"
imports = []
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins.'io.containerd.grpc.v1.cri']
  sandbox_image = "node.local/pause:1"
  disable_apparmor = true
  # A machine without CAP_SYS_RESOURCE cannot lower oom_score_adj, and runc fails on trying.
  restrict_oom_score_adj = true
[plugins.'io.containerd.grpc.v1.cri'.cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "$own/cni.d"
[plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
TOML
cat >"$own/cni.d/10-bridge.conflist" <<JSON
{"cniVersion": "1.0.0", "name": "$name", "plugins": [{"type": "bridge", "bridge": "$name", "isGateway": true, "hairpinMode": true,
 "ipam": {"type": "host-local", "ranges": [[{"subnet": "$pods"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
cat >"$own/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $address
healthzPort: 0
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $run/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $run/pki/$name.crt
tlsPrivateKeyFile: $run/pki/$name.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$(cat "$run/cgroup")/$name
# Machines of this kind still have version 1, which the kubelet refuses by default since 1.35.
failCgroupV1: false
failSwapOn: false
resolvConf: $run/resolv.conf
clusterDomain: cluster.local
podLogsDir: /var/log/pods
evictionHard: {imagefs.available: "0%", nodefs.available: "0%", nodefs.inodesFree: "0%", memory.available: "100Mi"}
imageGCHighThresholdPercent: 100
oomScoreAdj: 0
nodeStatusUpdateFrequency: 4s
YAML

containerd --config "$own/containerd.toml" >"$run/log/$name-containerd.log" 2>&1 &
export CONTAINERD_ADDRESS=/run/containerd/containerd.sock CONTAINERD_NAMESPACE=k8s.io
until ctr version >/dev/null 2>&1; do sleep 0.1; done
while read -r image; do ctr images import "$image"; done <"$run/images"
# The same image by another name, to be upgraded to.
ctr images list --quiet | sed -nE 's/^(docker\.io\/library\/apitoken):[^@]*$/& \1:next/p' | while read -r is becomes; do ctr images tag "$is" "$becomes"; done
exec kubelet --config="$own/kubelet.yaml" --kubeconfig="$run/$name.kubeconfig" --hostname-override="$name" --node-ip="$address" \
  >"$run/log/$name-kubelet.log" 2>&1

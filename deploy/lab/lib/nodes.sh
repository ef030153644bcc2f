# shellcheck shell=bash
# A node is a network namespace, a mount namespace and a cgroup. In the mount namespace /run, /var/lib and /var/log are
# folders of the lab's state: containerd, runc, CNI and kubelet find their usual paths, two nodes do not meet in them,
# nothing is written on the host, and every mount ends with the last process of the node.

prepare_node() {
  local node=$1 name=$lab_name-$1 folder
  folder=$state/nodes/$node
  mkdir -p "$folder/run" "$folder/log" "$folder/lib/lab/bin" "$folder/lib/lab/cni" "$folder/lib/lab/sysctl"
  cp "$pki/ca.crt" "$folder/lib/lab/"
  cp "$pki/node-$node.crt" "$folder/lib/lab/node.crt"
  cp "$pki/node-$node.key" "$folder/lib/lab/node.key"
  kubeconfig_for "node-$node" "$folder/lib/lab/kubelet.kubeconfig"
  kubeconfig_for kube-proxy "$folder/lib/lab/kube-proxy.kubeconfig"
  containerd_configuration >"$folder/lib/lab/containerd.toml"
  cni_configuration "$node" >"$folder/lib/lab/cni/10-lab.conflist"
  kubelet_configuration "$name" >"$folder/lib/lab/kubelet.yaml"
}

# The node's first process: it makes the mounts and then holds the namespace. Its pid is how others get in.
hold_node() {
  local folder=$state/nodes/$1
  runs "node-$1" && return
  # like a reboot: what stood in /run is gone, images and volumes in /var/lib are not
  end_node_processes "$1"
  # cAdvisor spends three seconds on every cgroup whose container is gone
  remove_cgroup "$lab_name-$1"
  make_cgroup "$lab_name-$1"
  rm -rf --one-file-system "$folder/run"
  mkdir -p "$folder/run"
  start "node-$1" nsenter --net="/var/run/netns/$lab_name-$1" \
    unshare --mount --propagation private bash "$lab_source/lib/node-init.sh" "$folder" "$bin"
  wait_for 10 test -e "$folder/run/held" || broken "the node $lab_name-$1 could not be set up" "$state/logs/node-$1.log"
}

in_node() {
  local holder
  holder=$(pid_of "node-$1") || broken "the node $lab_name-$1 does not run" "$state/logs/node-$1.log"
  nsenter --mount="/proc/$holder/ns/mnt" --net="/var/run/netns/$lab_name-$1" "${@:2}"
}

start_in_node() {
  local program=$1 node=$2 holder
  holder=$(pid_of "node-$node") || broken "the node $lab_name-$node does not run" "$state/logs/node-$node.log"
  shift 2
  start "$program-$node" nsenter --mount="/proc/$holder/ns/mnt" --net="/var/run/netns/$lab_name-$node" "$@"
}

start_containerd() { start_in_node containerd "$1" containerd --config /var/lib/lab/containerd.toml --log-level warn; }

start_kubelet() {
  start_in_node kubelet "$1" /var/lib/lab/bin/kubelet --config /var/lib/lab/kubelet.yaml \
    --kubeconfig /var/lib/lab/kubelet.kubeconfig --hostname-override "$lab_name-$1" --node-ip "$(node_address "$1")" \
    --containerd /run/containerd/containerd.sock --housekeeping-interval 2s
  start_in_node kube-proxy "$1" /var/lib/lab/bin/kube-proxy --kubeconfig /var/lib/lab/kube-proxy.kubeconfig \
    --hostname-override "$lab_name-$1" --proxy-mode iptables --cluster-cidr "$pod_net.0.0/16" --oom-score-adj 0 \
    --healthz-bind-address 127.0.0.1:10256 --metrics-bind-address 127.0.0.1:10249 --nodeport-addresses primary \
    --conntrack-max-per-core 0 --conntrack-tcp-timeout-established 0s --conntrack-tcp-timeout-close-wait 0s
}

containerd_configuration() {
  cat <<TOML
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.internal.v1.opt", "io.containerd.tracing.processor.v1.otlp",
]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/tidewatch/pause:1"
  # without CAP_SYS_RESOURCE runc dies when it lowers the score
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$(cni_folder)"
    conf_dir = "/var/lib/lab/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
TOML
}

# Routed pods (ptp), not bridged ones: a reply between two pods of a node then passes kube-proxy's address translation
# without help of br_netfilter. Leases live in /run: after a "reboot" no pod holds one.
cni_configuration() {
  cat <<JSON
{ "cniVersion": "0.4.0", "name": "lab", "plugins": [
  { "type": "ptp", "ipMasq": false, "ipam": { "type": "host-local", "dataDir": "/run/cni-leases",
    "ranges": [[{ "subnet": "$(pod_range "$1")" }]], "routes": [{ "dst": "0.0.0.0/0" }] } },
  { "type": "portmap", "capabilities": { "portMappings": true } } ] }
JSON
}

# Every node sees the whole machine: each gives back the share of the others, so that allocatable sums to the machine.
kubelet_configuration() {
  local others=$((${#nodes[@]} - 1)) cores memory
  cores=$(nproc)
  memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  cat <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: /var/lib/lab/ca.crt } }
authorization: { mode: Webhook }
tlsCertFile: /var/lib/lab/node.crt
tlsPrivateKeyFile: /var/lib/lab/node.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$1
enforceNodeAllocatable: []
systemReserved: { cpu: $((cores * 1000 * others / ${#nodes[@]}))m, memory: $((memory * others / ${#nodes[@]}))Mi }
clusterDNS: [$dns_address]
clusterDomain: cluster.local
resolvConf: /dev/null
failSwapOn: false
oomScoreAdj: 0
readOnlyPort: 0
healthzBindAddress: 127.0.0.1
evictionHard: { memory.available: 100Mi, nodefs.available: 0%, nodefs.inodesFree: 0%, imagefs.available: 0%, imagefs.inodesFree: 0% }
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
serializeImagePulls: false
rotateCertificates: false
YAML
}

containerd_answers() { in_node "$1" ctr --connect-timeout 2s version; }

start_node() {
  prepare_node "$1"
  hold_node "$1"
  start_containerd "$1"
}

await_containerd() {
  wait_for 30 containerd_answers "$1" || broken "containerd of $lab_name-$1 does not answer" "$state/logs/containerd-$1.log"
}

# Pods outlive their daemons: then what the API server knows of them is still true.
containers_live() { [[ -n $(cgroup_pids "$lab_name-$1") ]]; }

# The API server still believes what a dead node said last. The node controller would take it back after 40 s; a node that
# is started anew is not waited for that long, and nobody must take its pods for ready meanwhile.
retract_status() {
  local node=$lab_name-$1 state_of='[{"type":"Ready","status":"%s","reason":"NodeRestarted"}]'
  kubectl get node "$node" >/dev/null 2>&1 || return 0
  # shellcheck disable=SC2059
  kubectl patch node "$node" --subresource status -p "{\"status\":{\"conditions\":$(printf "$state_of" Unknown)}}" >/dev/null 2>&1
  # shellcheck disable=SC2059
  kubectl get pods -A --field-selector "spec.nodeName=$node" --no-headers -o custom-columns=:metadata.namespace,:metadata.name |
    xargs -r -n 2 -P 4 "$(kubectl_program)" --kubeconfig "$state/kubeconfig" patch pod --subresource status \
      -p "{\"status\":{\"conditions\":$(printf "$state_of" False)}}" -n >/dev/null 2>&1
}

# What still lives in a node whose holder is dead: shims (they carry the mark) and the pods' own processes.
end_node_processes() {
  local pids
  stop "kubelet-$1" "kube-proxy-$1" "containerd-$1"
  mapfile -t pids < <(netns_pids "$1")
  stop_pids 0 "${pids[@]}"
  mapfile -t pids < <(cgroup_pids "$lab_name-$1")
  stop_pids 0 "${pids[@]}"
}

# processes whose network namespace is the node's: daemons and shims
netns_pids() {
  local wanted
  wanted=$(stat -Lc %i "/var/run/netns/$lab_name-$1" 2>/dev/null) || return 0
  find -L /proc/[0-9]*/ns/net -maxdepth 0 -inum "$wanted" 2>/dev/null | cut -d/ -f3
}

# shellcheck shell=bash
# Host ── tw0 (veth) ── switch namespace tw-sw with a bridge ── one veth per node namespace. The bridge stands in a
# namespace of its own because Docker lets the host's firewall see, and drop, bridged packets.
#
# Routes lead from the host and between the nodes to pods and Services and nowhere else: no default route, no rule in
# the host's iptables.

node_number() { printf '%s' "${1#n}"; }

node_address() { printf '%s.%d' "$node_net" "$((10 + $(node_number "$1")))"; }

pod_range() { printf '%s.%d.0/24' "$pod_net" "$(node_number "$1")"; }

inside() { nsenter --net="/var/run/netns/$lab_name-$1" "${@:2}"; }

exists_netns() { [[ -e /var/run/netns/$lab_name-$1 ]] && inside "$1" true 2>/dev/null; }

# "ip netns add" makes /run/netns, mounted onto itself, when it is the first on the machine: then it is ours to remove.
make_netns() {
  exists_netns "$1" && return
  mountpoint -q /run/netns || own netns-folder
  own netns "$lab_name-$1"
  rm -f "/var/run/netns/$lab_name-$1"
  ip netns add "$lab_name-$1"
  inside "$1" ip link set lo up
}

make_switch() {
  make_netns sw
  inside sw ip link show bridge >/dev/null 2>&1 || inside sw ip link add bridge type bridge
  inside sw ip link set bridge up
  ip link show "${lab_name}0" >/dev/null 2>&1 && return
  own link "${lab_name}0"
  ip link add "${lab_name}0" type veth peer name host netns "$lab_name-sw"
  inside sw ip link set host master bridge up
  ip addr add "$host_address/24" dev "${lab_name}0"
  ip link set "${lab_name}0" up
}

make_node_network() {
  local node=$1 other address
  address=$(node_address "$node")
  make_netns "$node"
  inside "$node" ip link show eth0 >/dev/null 2>&1 || {
    ip link add "$node" netns "$lab_name-sw" type veth peer name eth0 netns "$lab_name-$node"
    inside sw ip link set "$node" master bridge up
    inside "$node" ip addr add "$address/24" dev eth0
    inside "$node" ip link set eth0 up
  }
  inside "$node" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
  # a Service address needs a route before kube-proxy's rules can turn it into a pod's
  inside "$node" ip route replace "$service_net.0.0/16" dev eth0
  for other in "${nodes[@]}"; do
    [[ $other == "$node" ]] || inside "$node" ip route replace "$(pod_range "$other")" via "$(node_address "$other")"
  done
  ip route replace "$(pod_range "$node")" via "$address"
}

make_network() {
  local node
  make_switch
  for node in "${nodes[@]}"; do make_node_network "$node"; done
  ip route replace "$service_net.0.0/16" via "$(node_address "${nodes[0]}")"
}

# Devices and routes go with their namespaces; only what this lab owns is removed.
remove_network() {
  local kind name
  while read -r kind name; do
    case $kind in
      link) if ip link show "$name" >/dev/null 2>&1; then ip link del "$name" 2>/dev/null; fi ;;
      netns) if [[ -e /var/run/netns/$name ]]; then ip netns del "$name"; fi ;;
    esac
  done < <(recorded owned)
  if owns netns-folder && [[ -z $(ls -A /run/netns 2>/dev/null) ]]; then
    umount /run/netns 2>/dev/null
    rmdir /run/netns 2>/dev/null
  fi
  return 0
}

# shellcheck shell=bash
# What must be true before anything is made. Every refusal says what to do (exit 2); nothing has been changed by then.

require_linux() {
  [[ $(uname -s) == Linux ]] ||
    fail 'the lab runs on Linux only' "this is $(uname -s)" 'use a Linux machine or a virtual one, or another cluster: ./tidewatch … --kubeconfig FILE'
}

require_root() {
  [[ $(id -u) == 0 ]] ||
    fail 'the size "nodes" needs root' "user $(id -un) may not make network namespaces and cgroups" \
      'run it as root (sudo -E), or take --size control-plane, which needs no root, or another cluster: --kubeconfig FILE'
}

require_tools() {
  local tool missing=()
  for tool in openssl setsid flock sha256sum "$@"; do have "$tool" || missing+=("$tool"); done
  ((${#missing[@]} == 0)) ||
    fail 'the lab cannot start' "not on the PATH: ${missing[*]}" 'install them (Debian: openssl util-linux coreutils iproute2)'
}

require_names() {
  [[ $lab_name =~ ^[a-z][a-z0-9]{0,9}$ ]] ||
    fail "TIDEWATCH_LAB_NAME is '$lab_name'" 'it names devices and namespaces' 'take 1 to 10 small letters and digits'
  [[ $port_base =~ ^[0-9]{4,5}$ && $port_base -ge 1024 && $port_base -le 65400 ]] ||
    fail "TIDEWATCH_LAB_PORT is '$port_base'" 'it is the first of 100 ports' 'take a number from 1024 to 65400'
  [[ $node_net =~ ^[0-9]+(\.[0-9]+){2}$ && $pod_net =~ ^[0-9]+\.[0-9]+$ && $service_net =~ ^[0-9]+\.[0-9]+$ ]] ||
    fail 'an address range of the lab is malformed' "TIDEWATCH_LAB_NET=$node_net, …_PODS=$pod_net, …_SERVICES=$service_net" \
      'take the leading three, two and two numbers of private ranges, as in 10.77.0, 10.244 and 10.96'
}

# Which address and port in hexadecimal /proc/net/tcp calls listening (state 0A): no tool needed
listening_ports() {
  local files=(/proc/net/tcp)
  [[ -r /proc/net/tcp6 ]] && files+=(/proc/net/tcp6)
  awk '$4 == "0A" { split($2, a, ":"); print a[2] }' "${files[@]}" | sort -u
}

# require_ports NAME=PORT…: free, unless the program of that name is ours and runs
require_ports() {
  local listening pair name port
  listening=$(listening_ports)
  for pair in "$@"; do
    name=${pair%=*} port=${pair#*=}
    runs "$name" && continue
    grep -qx "$(printf '%04X' "$port")" <<<"$listening" || continue
    fail "port $port, which $name needs, is taken" "another program listens there (see: ss -ltnp sport = :$port)" \
      "end that program, or another lab with its own TIDEWATCH_HOME, or set TIDEWATCH_LAB_PORT to the first of 100 free ports"
  done
}

owns() { grep -qxF "$*" "$state/owned" 2>/dev/null; }

own() { owns "$*" || printf '%s\n' "$*" >>"$state/owned"; }

disown_all() { rm -f "$state/owned"; }

foreign() {
  fail "$1 exists already" "this lab (${state}) did not make it: another lab, or one whose state folder was deleted" \
    "end it where it was started (cluster down); if that folder is gone: cluster down --force; or choose another TIDEWATCH_LAB_NAME"
}

# Two ranges of whole octets overlap exactly if one's prefix begins the other's.
prefixes_overlap() { [[ $1. == "$2".* || $2. == "$1".* ]]; }

# prefix of whole octets of ADDRESS/BITS: 10.77.0.1/24 -> 10.77.0, 10.0.0.0/9 -> 10
octets_of() {
  local bits=${1#*/}
  [[ $1 == */* ]] || bits=32
  cut -d. -f"1-$((bits / 8 > 0 ? bits / 8 : 1))" <<<"${1%/*}"
}

# Every address and route of the host but the lab's own device must be apart from the lab's three ranges.
require_ranges() {
  local used range device
  while read -r used device; do
    [[ $device == "${lab_name}0" || $used == default ]] && continue
    for range in "$node_net" "$pod_net" "$service_net"; do
      prefixes_overlap "$(octets_of "$used")" "$range" &&
        fail "the address range $range.* is taken" "$used on $device overlaps it" \
          'set TIDEWATCH_LAB_NET, TIDEWATCH_LAB_PODS or TIDEWATCH_LAB_SERVICES to a free private range (10.77.0, 10.244, 10.96)'
    done
  done < <(ip -4 -o addr | awk '{ print $4, $2 }'; ip -4 route | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") print $1, $(i + 1) }')
  return 0
}

require_unowned() {
  local node
  owns "link ${lab_name}0" || { ip link show "${lab_name}0" >/dev/null 2>&1 && foreign "the network device ${lab_name}0"; }
  for node in sw "${nodes[@]}"; do
    owns "netns $lab_name-$node" || { [[ -e /var/run/netns/$lab_name-$node ]] && foreign "the network namespace $lab_name-$node"; }
    owns "cgroup $lab_name-$node" || { [[ -n $(cgroup_folders "$lab_name-$node") ]] && foreign "the cgroup /$lab_name-$node"; }
  done
  return 0
}

# What a lab of that size needs before its first pod, in MB: etcd alone sets 150 aside for its log.
require_space() {
  local needed=300 free
  [[ $size != nodes ]] || needed=1000
  free=$(df -Pm "$state" | awk 'NR == 2 { print $4 }')
  ((free >= needed)) || [[ -f $state/run/etcd.pid ]] ||
    fail 'the disk is nearly full' "$free MB are free for $state, the size $size needs $needed" 'make room, or set TIDEWATCH_HOME to a folder elsewhere'
}

require_kernel() {
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null ||
    fail 'containers cannot be run here' 'the kernel has no overlay file system' 'modprobe overlay, or use another machine'
  local found
  found=$(cgroup_version)
  [[ $found != none ]] ||
    fail 'containers cannot be run here' 'no cgroup controllers are mounted' 'mount cgroup v2 on /sys/fs/cgroup, or use another machine'
}

# shellcheck shell=bash
# Starts a lab, or what is missing of one: every step looks first whether its work is done.

rank() {
  case $1 in
    api) printf 1 ;;
    control-plane) printf 2 ;;
    nodes) printf 3 ;;
    *) printf 0 ;;
  esac
}

# What follows from the size
load_settings() {
  pki=$state/pki
  nodes=(n1 n2)
  size=${1:-$(recorded size)}
  api_address=127.0.0.1
  [[ $size != nodes ]] || api_address=$host_address
}

take_lock() {
  mkdir -p "$state"
  exec {lab_lock}>"$state/lock"
  flock -w 300 "$lab_lock" || fail 'the lab is busy' "another command works on $state since five minutes" 'wait for it or end it'
}

# A lab that is up keeps its ranges and ports whatever the environment says now.
settings() { printf '%s %s %s %s %s' "$lab_name" "$port_base" "$node_net" "$pod_net" "$service_net"; }

require_same_settings() {
  local before
  before=$(recorded settings) || return 0
  [[ $before == "$(settings)" ]] ||
    fail 'the lab was started with other settings' "then: $before; now: $(settings) (name, port, nodes, pods, Services)" \
      'cluster down first, or use the settings it was started with, or another TIDEWATCH_HOME'
}

# After a restart of the machine nothing of the lab runs, and etcd, which does not wait for the disk, may be damaged.
forget_before_reboot() {
  local boot
  boot=$(</proc/sys/kernel/random/boot_id)
  [[ $(recorded boot-id || printf '%s' "$boot") == "$boot" ]] || {
    say 'the machine was restarted since: starting afresh'
    find "$state" -mindepth 1 -maxdepth 1 ! -name lock -exec rm -rf --one-file-system {} +
  }
  record boot-id "$boot"
}

check_before_start() {
  require_tools
  require_space
  local ports=(etcd="$etcd_port" etcd="$etcd_peer_port" kube-apiserver="$api_port")
  [[ $size == api ]] || ports+=(kube-controller-manager="$controller_port" kube-scheduler="$scheduler_port")
  if [[ $size == nodes ]]; then
    ports+=(kube-state-metrics="$state_metrics_port" kube-state-metrics="$state_metrics_self_port")
    ports+=(prometheus="$prometheus_port" alertmanager="$alertmanager_port" prometheus-adapter="$adapter_port")
    require_kernel
    require_packages
    require_tools ip nsenter unshare
    require_unowned
    require_ranges
  fi
  require_ports "${ports[@]}"
}

# The API server's address is another with nodes: whoever has the old one starts anew.
move_to_size() {
  local before
  before=$(recorded size) || before=
  [[ $size != nodes || $before == nodes || -z $before ]] || stop kube-scheduler kube-controller-manager kube-apiserver
  record size "$size"
}

write_kubeconfigs() {
  local user
  plane_certificates
  kubeconfig_for admin "$state/kubeconfig"
  for user in kube-controller-manager kube-scheduler; do kubeconfig_for "$user" "$state/$user.kubeconfig"; done
  [[ $size == nodes ]] || return 0
  node_certificates
  for user in kube-state-metrics prometheus-targets prometheus-adapter log-shipper; do kubeconfig_for "$user" "$state/$user.kubeconfig"; done
}

up_nodes() {
  local node
  for node in "${nodes[@]}"; do start_node "$node"; done
  make_images
  for node in "${nodes[@]}"; do
    await_containerd "$node"
    import_own_images "$node"
  done
}

up_kubelets() {
  local node
  for node in "${nodes[@]}"; do
    runs "kubelet-$node" || containers_live "$node" || retract_status "$node"
    start_kubelet "$node"
  done
  # CoreDNS after both are Ready, so that it spreads over them
  await_nodes
  apply_addons
  start_state_metrics
  start_observers
}

# up SIZE [SPEED]
up() {
  local begin before
  require_no_external
  load_settings "$1"
  # a larger lab that is up serves a smaller wish
  before=$(recorded size) || before=
  (($(rank "$before") > $(rank "$size"))) && load_settings "$before"
  begin=$(now_ms)
  [[ $size != nodes ]] || require_root
  take_lock
  require_same_settings
  forget_before_reboot
  check_before_start
  is_built || build
  mkdir -p "$state/run" "$state/logs" "$pki"
  record settings "$(settings)"
  record programs "$bin"
  [[ -f $state/id ]] || record id "$(</proc/sys/kernel/random/uuid)"
  all_running || sweep_strays
  move_to_size
  move_to_speed "$2"
  write_kubeconfigs
  start_etcd
  [[ $size != nodes ]] || make_network || broken 'the network could not be made'
  start_apiserver
  [[ $size != nodes ]] || up_nodes
  await_api
  [[ $size == api ]] || start_controllers
  [[ $size != nodes ]] || up_kubelets
  [[ $size == api ]] || await_controllers
  [[ $size != nodes ]] || { await_addons; await_observers; }
  say "up ($size) after $(as_seconds $(($(now_ms) - begin))) s; export KUBECONFIG=$state/kubeconfig"
}

# A process that carries the mark of this lab but has no valid pid file was lost by a run that was killed in the middle.
# Shims of containers carry it too and belong to a node that runs.
sweep_strays() {
  local pid known strays=() file
  known=" $(for file in "$state"/run/*.pid; do [[ -f $file ]] && pid_of "$(basename "$file" .pid)" && printf ' '; done) "
  for pid in $(marked_pids "$(lab_mark)\$"); do
    [[ $known == *" $pid "* ]] && continue
    [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") == *containerd-shim* ]] && continue
    strays+=("$pid")
  done
  stop_pids 0 "${strays[@]}"
}

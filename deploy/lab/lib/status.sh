# shellcheck shell=bash
# What runs of a lab.

components() {
  printf '%s\n' etcd kube-apiserver
  [[ $size == api ]] || printf '%s\n' kube-controller-manager kube-scheduler
  [[ $size == nodes ]] || return 0
  printf '%s\n' kube-state-metrics prometheus-targets prometheus alertmanager prometheus-adapter
  [[ ! -s $state/loki-url ]] || printf '%s\n' log-shipper
  local node
  for node in "${nodes[@]}"; do printf '%s\n' "node-$node" "containerd-$node" "kubelet-$node" "kube-proxy-$node"; done
}

all_running() {
  local name
  for name in $(components); do runs "$name" || return 1; done
}

status() {
  load_settings
  [[ -n $size ]] || { say "no lab in $state"; return 1; }
  local name pid missing=0 total=0 memory
  printf 'lab %s, size %s, speed %s, API server https://%s:%s\n' "$lab_name" "$size" "$(speed)" "$api_address" "$api_port"
  [[ $size != nodes ]] || printf '  Prometheus http://127.0.0.1:%s, Alertmanager http://127.0.0.1:%s\n' "$prometheus_port" "$alertmanager_port"
  for name in $(components); do
    if ! pid=$(pid_of "$name"); then
      printf '  %-24s not running\n' "$name"
      missing=$((missing + 1))
      continue
    fi
    memory=$(resident_mb "$pid")
    total=$((total + memory))
    printf '  %-24s pid %-8s %5d MB\n' "$name" "$pid" "$memory"
  done
  printf '  %-24s              %5d MB\n' together "$total"
  (($(df -Pm "$state" | awk 'NR == 2 { print $4 }') >= 100)) || say "the disk of $state is nearly full: make room"
  ((missing == 0)) || { say "$missing of the programs do not run; start them again: cluster up"; return 1; }
  answers /readyz >/dev/null 2>&1 || { say 'the API server is not ready'; return 1; }
}

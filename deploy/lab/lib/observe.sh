# shellcheck shell=bash
# What observes a lab with nodes, as processes of the host: Prometheus and Alertmanager of the distribution (and
# the program that tells Prometheus what there is), the adapter
# that answers the metrics APIs from Prometheus, and the log shipper when there is a Loki to ship to.

# fill NAME=VALUE… <TEMPLATE: replaces @NAME@
fill() {
  local pair script=()
  for pair in "$@"; do script+=(-e "s|@${pair%%=*}@|${pair#*=}|g"); done
  sed "${script[@]}"
}

write_observability() {
  local folder=$state/observability times=true
  mkdir -p "$folder/rules" "$folder/targets" "$state/prometheus" "$state/alertmanager"
  compressed && times=false
  fill SCRAPE="$(scrape_seconds)s" SLOW="$((3 * $(scrape_seconds)))s" CADVISOR_TIMES="$times" \
    API_ADDRESS="$api_address:$api_port" \
    STATE_METRICS="127.0.0.1:$state_metrics_port" ALERTMANAGER="127.0.0.1:$alertmanager_port" \
    <"$lab_source/observability/prometheus.yaml" >"$folder/prometheus.yaml"
  fill WINDOW="$(rate_window_seconds)s" USAGE_WINDOW="$((4 * $(scrape_seconds)))s" \
    <"$lab_source/observability/adapter.yaml" >"$folder/adapter.yaml"
  cp "$lab_source/observability/alertmanager.yaml" "$folder/"
}

# Debian's name first, then that of the project
alertmanager_program() { command -v prometheus-alertmanager || command -v alertmanager; }

# Two days of a busy lab take about a gigabyte.
start_prometheus() {
  local periods
  mapfile -t periods < <(prometheus_periods)
  start prometheus-targets "$own_bin/prometheus-targets" --kubeconfig prometheus-targets.kubeconfig --folder observability/targets
  start alertmanager "$(alertmanager_program)" --config.file observability/alertmanager.yaml --storage.path alertmanager \
    --web.listen-address "127.0.0.1:$alertmanager_port" --cluster.listen-address= --log.level warn
  start prometheus prometheus --config.file observability/prometheus.yaml --storage.tsdb.path prometheus \
    --storage.tsdb.retention.time 7d --storage.tsdb.retention.size 2GB \
    --web.listen-address "127.0.0.1:$prometheus_port" --log.level warn "${periods[@]}"
}

start_adapter() {
  local periods
  mapfile -t periods < <(adapter_periods)
  start prometheus-adapter "$own_bin/prometheus-adapter" --config observability/adapter.yaml \
    --prometheus-url "http://127.0.0.1:$prometheus_port" --bind-address "$host_address" --secure-port "$adapter_port" \
    --tls-cert-file pki/prometheus-adapter.crt --tls-private-key-file pki/prometheus-adapter.key \
    --lister-kubeconfig prometheus-adapter.kubeconfig --authentication-kubeconfig prometheus-adapter.kubeconfig \
    --authorization-kubeconfig prometheus-adapter.kubeconfig "${periods[@]}"
}

# Another address of Loki than before: a new shipper, which goes on where the old one was.
start_shipper() {
  local wanted=${TIDEWATCH_LAB_LOKI_URL-$(recorded loki-url)} node folders=()
  [[ $wanted == "$(recorded loki-url)" ]] || stop log-shipper
  [[ -n $wanted ]] || { rm -f "$state/loki-url"; return 0; }
  record loki-url "$wanted"
  for node in "${nodes[@]}"; do folders+=(--pods "$lab_name-$node=nodes/$node/log/pods"); done
  start log-shipper "$own_bin/log-shipper" --loki "$wanted" --kubeconfig log-shipper.kubeconfig --positions positions.json "${folders[@]}"
}

start_observers() {
  write_observability
  start_prometheus
  start_adapter
  start_shipper
}

prometheus_ready() { answers_plain "$prometheus_port" /-/ready && answers_plain "$alertmanager_port" /-/ready; }

# HTTP GET on loopback, without curl
answers_plain() {
  local line
  { exec 9<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&9
  read -r -t 2 line <&9
  exec 9>&-
  [[ $line == *' 200 '* ]]
}

# The metrics APIs belong to the cluster: while they are registered and silent, no namespace can be deleted.
metrics_apis_answer() { answers /apis/metrics.k8s.io/v1beta1 && answers /apis/custom.metrics.k8s.io/v1beta2; }

await_observers() {
  wait_for 60 prometheus_ready || broken 'Prometheus or Alertmanager is not ready after 60 s' "$state/logs/prometheus.log"
  wait_for 60 says_ok "$host_address:$adapter_port" /readyz ||
    broken 'the adapter of the metrics APIs is not ready after 60 s' "$state/logs/prometheus-adapter.log"
  wait_for 60 metrics_apis_answer ||
    broken 'the API server does not reach the metrics APIs' "$state/logs/prometheus-adapter.log"
}

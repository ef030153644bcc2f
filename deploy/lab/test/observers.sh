# shellcheck shell=bash
# Prometheus, the metrics APIs, the compressed clock and the log shipper, on a lab of size nodes that runs the workload.

# query EXPRESSION: the values of the answer, one a line
query() {
  "$work/probe" get "http://127.0.0.1:$((TIDEWATCH_LAB_PORT + 90))/api/v1/query?query=$1" |
    grep -o '"value":\[[^]]*\]' | cut -d'"' -f4
}

# an expression that has to be 1, percent-encoded by hand where need be
holds() { [[ $(query "$1" | tee "$work/value") == 1 ]]; }

scrapes_all() {
  holds 'min(up)' && holds 'count(up{job="kubelet",metrics_path="/metrics/cadvisor"})==bool%202' &&
    holds 'count(up{job="apiserver"})' && holds 'count(up{job="kube-state-metrics"})' &&
    holds 'count(up{job="web",namespace="default",service="web",container="web",endpoint="metrics",pod=~"web-.*",node=~".*-n[12]"})==bool%202' &&
    holds 'count(container_memory_working_set_bytes{namespace="default",container="web"})==bool%202' &&
    holds 'max(kube_deployment_status_replicas_ready{namespace="default",deployment="web"})==bool%202'
}

knows_alertmanager() { "$work/probe" get "http://127.0.0.1:$((TIDEWATCH_LAB_PORT + 90))/api/v1/alertmanagers" | grep ":$((TIDEWATCH_LAB_PORT + 93))/"; }

top_works() { kubectl top nodes && [[ $(kubectl top nodes --no-headers | wc -l) == 2 ]] && kubectl top pods | grep '^web-'; }

# only these three have periods of the clock
speed_changes() {
  local before name
  before=$(cd "$state/run" && grep . ./*.pid | grep -vE '/(kube-controller-manager|prometheus|prometheus-adapter)\.pid')
  cluster up --speed 5 &&
    [[ $before == "$(cd "$state/run" && grep . ./*.pid | grep -vE '/(kube-controller-manager|prometheus|prometheus-adapter)\.pid')" ]] &&
    cluster status | grep 'speed 5' && up_twice nodes && cluster status | grep 'speed 5'
}

web_address() { kubectl get service web -o 'jsonpath={.spec.clusterIP}'; }

replicas() { kubectl get deployment web -o 'jsonpath={.status.readyReplicas}'; }

has_replicas() { [[ $(replicas) == "$1" ]]; }

autoscaler_follows() {
  kubectl apply -f "$here/test/autoscaler.yaml" || return 1
  "$work/probe" load "http://$(web_address)/" 30 45 >"$work/load" &
  local load=$! result=0
  wait_for 40 has_replicas 5 || result=1
  wait "$load"
  cat "$work/load"
  kubectl describe hpa web | tail -n 12
  grep ' 0 lost' "$work/load" && ((result == 0)) && wait_for 90 has_replicas 2 && kubectl delete hpa web
}

sink_port() { printf '%d' $((TIDEWATCH_LAB_PORT + 99)); }

start_sink() {
  "$work/probe" sink "127.0.0.1:$(sink_port)" "$work/sunk" >/dev/null 2>&1 &
  sink=$!
}

# numbers of a pod's lines at the sink, without repetition
sunk() { sed -n "s/.* line \([0-9]*\) of $1$/\1/p" "$work/sunk" | sort -nu; }

written() { kubectl logs "$1" | sed -n 's/^line \([0-9]*\) of .*/\1/p' | sort -nu; }

nothing_lost() {
  local pod=$1 until=$2
  written "$pod" | head -n "$until" >"$work/written"
  sunk "$pod" | head -n "$until" >"$work/arrived"
  diff "$work/written" "$work/arrived"
}

# killed, gone for a while, and without a Loki for a while
shipper_loses_nothing() {
  local pod
  pod=$(a_pod web)
  start_sink
  TIDEWATCH_LAB_LOKI_URL=http://127.0.0.1:$(sink_port) cluster up || return 1
  wait_for 20 grep -q "pod:$pod" "$work/sunk"
  kill -KILL "$(pid_of log-shipper)"
  sleep 2
  cluster up || return 1
  kill "$sink"
  sleep 3
  start_sink
  local result=0 until
  until=$(written "$pod" | wc -l)
  wait_for 30 nothing_lost "$pod" "$until" || result=1
  head -n 2 "$work/sunk"
  grep -q 'map\[app:web container:web namespace:default node:.* pod:web-' "$work/sunk" || result=1
  TIDEWATCH_LAB_LOKI_URL='' cluster up && ! runs log-shipper || result=1
  kill "$sink"
  return "$result"
}

writes_all() { [[ $(sunk writer | wc -l) == 240000 ]]; }

# 37 MB in a minute: rotated three times by kubelet, compressed twice
shipper_survives_rotation() {
  start_sink
  TIDEWATCH_LAB_LOKI_URL=http://127.0.0.1:$(sink_port) cluster up &&
    kubectl run writer --image localhost/tidewatch/probe:1 --image-pull-policy Never -- lines 240000 60 || return 1
  local round result=0
  for round in 1 2 3; do
    sleep 18
    kill -KILL "$(pid_of log-shipper)"
    sleep "$round"
    cluster up || result=1
  done
  wait_for 60 writes_all || result=1
  find "$state"/nodes/*/log/pods/default_writer* -type f
  sunk writer | wc -l
  ls "$state"/nodes/*/log/pods/default_writer*/writer/*.gz || result=1
  kubectl delete pod writer --now
  TIDEWATCH_LAB_LOKI_URL='' cluster up || result=1
  kill "$sink"
  return "$result"
}

test_observers() {
  check 'observers: all is scraped, with the labels of kube-prometheus-stack' wait_for 60 scrapes_all
  check 'observers: Prometheus tells the Alertmanager' knows_alertmanager
  check 'observers: kubectl top' wait_for 60 top_works
  check 'observers: speed 5 starts anew only what has its periods' speed_changes
  check 'observers: an HPA on a Pods metric: 2 → 5 → 2' autoscaler_follows
  check 'observers: the log shipper loses nothing' shipper_loses_nothing
  check 'observers: nor while files are rotated' shipper_survives_rotation
}

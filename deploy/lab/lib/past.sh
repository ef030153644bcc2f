# shellcheck shell=bash
# Servers on the bridge, where pods reach them: a Prometheus with four days of demand, and an MLflow without a model.

demand_address=$host_address:$((port_base + 20))
mlflow_address=$host_address:$((port_base + 21))
mlflow_venv=${TIDEWATCH_MLFLOW_VENV:-$cache_root/mlflow-$(sed -n 's/^mlflow==\([0-9.]*\).*/\1/p' "$(dirname "${BASH_SOURCE[0]}")/../../../mlflow/requirements.txt")}

# Four days of two workloads' demand, a sample a minute, and two hours more, so that it goes on while the test does; of
# their pods the last five hours.
write_demand() {
  awk -v now="$(date +%s)" 'BEGIN {
    srand(42)
    print "# TYPE load gauge"
    count = split("web api", workloads, " ")
    for (each = 1; each <= count; each++)
      for (at = now - now % 60 - 4 * 86400; at < now + 7200; at += 60) {
        angle = 6.283185 * (at % 86400) / 86400
        printf "load{namespace=\"shop\",workload=\"%s\"} %.3f %d\n", workloads[each], each * (100 - 60 * cos(angle) + 10 * sin(3 * angle) + 4 * rand()), at
      }
    measured = split("pod_cpu pod_memory pod_latency", metrics, " ")
    for (metric = 1; metric <= measured; metric++) {
      printf "# TYPE %s gauge\n", metrics[metric]
      for (each = 1; each <= count; each++)
        for (pod = 1; pod <= 3; pod++)
          for (at = now - now % 60 - 5 * 3600; at < now + 7200; at += 60)
            printf "%s{namespace=\"shop\",workload=\"%s\",pod=\"%s-%d\"} %.4f %d\n", metrics[metric], workloads[each], workloads[each], pod, 0.4 + 0.02 * sin(at / 900 + pod) + 0.02 * rand(), at
    }
    print "# EOF"
  }'
}

prometheus_has_demand() {
  curl -fsS --noproxy '*' "http://$demand_address/api/v1/query" --data-urlencode 'query=count(load)' | grep '"2"'
}

# start_demand FOLDER
start_demand() {
  mkdir -p "$1/prometheus" && write_demand >"$1/demand.txt" &&
    promtool tsdb create-blocks-from openmetrics --quiet --max-block-duration=24h "$1/demand.txt" "$1/prometheus" &&
    printf 'global: {}\n' >"$1/prometheus.yml" || return 1
  start spark-prometheus prometheus "--config.file=$1/prometheus.yml" "--storage.tsdb.path=$1/prometheus" \
    --storage.tsdb.retention.time=60d "--web.listen-address=$demand_address"
  wait_for 30 prometheus_has_demand
}

# start_registry FOLDER
start_registry() {
  "$(dirname "${BASH_SOURCE[0]}")/../../../mlflow/install.sh" "$mlflow_venv" && mkdir -p "$1/mlflow" || return 1
  start spark-mlflow env -u MLFLOW_TRACKING_URI MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false MLFLOW_DISABLE_TELEMETRY=true \
    PATH="$mlflow_venv/bin:$PATH" "$mlflow_venv/bin/mlflow" server "--host=${mlflow_address%:*}" "--port=${mlflow_address#*:}" --workers=1 \
    "--backend-store-uri=sqlite:///$1/mlflow/mlflow.db" --serve-artifacts "--artifacts-destination=$1/mlflow/artifacts"
  wait_for 120 curl -fsS --noproxy '*' "http://$mlflow_address/health"
}

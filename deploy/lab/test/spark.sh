# shellcheck shell=bash
# The jobs of deploy/spark as people run them: by the real operator, drivers and executors in pods, the store on a volume
# that both nodes mount, MLflow and Prometheus on the host. Not part of a run without arguments: it takes minutes.

spark_home=$here/../docker/spark/target

# kubeconfig_of NAMESPACE ACCOUNT: with the rights of that account and no others
kubeconfig_of() {
  local token mine=(--kubeconfig "$work/$2.kubeconfig")
  token=$(kubectl -n "$1" create token "$2" --duration 2h) && cp "$state/kubeconfig" "$work/$2.kubeconfig" &&
    kubectl "${mine[@]}" config set-credentials "$2" --token "$token" && kubectl "${mine[@]}" config set-context --current --user "$2"
}

# The account and the rights that the operator's chart gives it.
write_operator_access() {
  local name=spark-operator
  kubectl create namespace "$name" &&
    "$(cat "$state/programs")/helm" template "$name" "$1/.." --namespace "$name" --set 'spark.jobNamespaces={tidewatch}' \
      --show-only templates/controller/rbac.yaml --show-only templates/controller/serviceaccount.yaml >"$work/operator.yaml" &&
    kubectl apply -f "$work/operator.yaml" && kubeconfig_of "$name" spark-operator-controller
}

# The operator's own image is Spark's plus its program; here it finds the same two beside each other.
start_operator() {
  mkdir -p "$work/spark/bin" && cp "$spark_home"/../{spark-submit,java-options} "$work/spark/bin" && chmod 755 "$work/spark/bin/spark-submit" &&
    ln -sfn "$spark_home/jars" "$work/spark/jars" || return 1
  start spark-operator env SPARK_HOME="$work/spark" KUBECONFIG="$work/spark-operator-controller.kubeconfig" KUBERNETES_SERVICE_HOST="$host_address" \
    KUBERNETES_SERVICE_PORT="$api_port" "$(cat "$state/programs")/spark-operator" controller start --namespaces=tidewatch \
    --controller-threads=2 --enable-ui-service=false --leader-election=false "--health-probe-bind-address=127.0.0.1:$((port_base + 22))"
  wait_for 60 curl -fsS --noproxy '*' "http://127.0.0.1:$((port_base + 22))/readyz"
}

load_spark_image() {
  spark_image=$("$here/../docker/images" load spark | awk '{ print $2 }') && [[ $spark_image == localhost/tidewatch/spark:* ]]
}

# Like one's own overlay (docs/how-to/retrain.md): image, addresses, catalogue, and where the volume is.
write_overlays() {
  local source overlay=$work/overlays/cluster applications=$work/overlays/applications
  mkdir -p "$overlay" "$applications" "$work/store" && chmod 777 "$work/store" || return 1
  source=$(realpath --relative-to="$overlay" "$spark_manifests")
  printf 'MLFLOW_TRACKING_URI=http://%s\nTIDEWATCH_PROMETHEUS_URL=http://%s\n' "$mlflow_address" "$demand_address" >"$overlay/settings.env"
  cat >"$overlay/catalogue.yaml" <<'YAML'
queries:
  - { name: demand, promql: "sum by (namespace, workload) (load)" }
  - { name: cpu_usage, level: pod, promql: "sum by (namespace, workload, pod) (pod_cpu)" }
  - { name: memory_working_set, level: pod, promql: "sum by (namespace, workload, pod) (pod_memory)" }
  - { name: pod_latency_p95, level: pod, promql: "sum by (namespace, workload, pod) (pod_latency)" }
workloads:
  - { workload: shop/web, demand: demand }
  - { workload: shop/api, demand: demand }
YAML
  cat >"$overlay/volume.yaml" <<YAML
apiVersion: v1
kind: PersistentVolume
metadata: { name: tidewatch-store }
spec:
  accessModes: [ReadWriteMany]
  capacity: { storage: 50Gi }
  hostPath: { path: $work/store, type: Directory }
YAML
  cat >"$overlay/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: tidewatch
resources: [$source/overlays/airflow, volume.yaml]
generatorOptions: { disableNameSuffixHash: true }
configMapGenerator:
  - { name: tidewatch-settings, behavior: replace, envs: [settings.env] }
  - { name: tidewatch-catalogue, behavior: replace, files: [catalogue.yaml] }
patches:
  - target: { kind: ScheduledSparkApplication }
    patch: |
      - { op: replace, path: /spec/template/image, value: $spark_image }
  - target: { kind: PersistentVolumeClaim, name: tidewatch-store }
    patch: |
      - { op: add, path: /spec/storageClassName, value: "" }
      - { op: add, path: /spec/volumeName, value: tidewatch-store }
YAML
  cat >"$applications/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [$source/applications]
patches:
  - target: { kind: SparkApplication }
    patch: |
      - { op: replace, path: /spec/image, value: $spark_image }
      - { op: add, path: /spec/driver/annotations, value: { tidewatch.io/logical-date: "2026-11-29T02:00:00+00:00" } }
      # the nodes of the lab share the machine's cores
      - { op: replace, path: /spec/driver/coreRequest, value: 200m }
      - { op: replace, path: /spec/executor/coreRequest, value: 200m }
  - target: { kind: SparkApplication, name: ingest }
    patch: |
      - { op: add, path: /spec/arguments/-, value: --days=4 }
YAML
  kubectl kustomize "$applications" >"$work/applications.yaml"
}

volume_is_bound() { [[ $(in_tidewatch get pvc tidewatch-store -o 'jsonpath={.status.phase}') == Bound ]]; }

application() { in_tidewatch get sparkapplication "$1" -o "jsonpath={.status.$2}"; }

ended() { [[ $(application "$1" applicationState.state) =~ ^(COMPLETED|FAILED|SUBMISSION_FAILED)$ ]]; }

# completes JOB: starts it and waits for its end
completes() {
  awk -v RS='---\n' -v name="$1" '$0 ~ "\n  name: " name "\n"' "$work/applications.yaml" | in_tidewatch apply -f - || return 1
  wait_for 480 ended "$1"
  in_tidewatch get sparkapplication "$1" -o 'jsonpath={.status}'
  in_tidewatch get pods -o wide
  in_tidewatch logs "$1-driver" --tail 40
  [[ $(application "$1" applicationState.state) == COMPLETED ]]
}

# Both executors of a job were pods, and the driver alone could not have done its work.
# Two at least, one of them to its end: another whose driver is gone before it hears of the end is FAILED to Kubernetes.
had_executors() {
  application "$1" executorState | tee "$work/executors" || return 1
  grep -q 'exec-[0-9]*":"COMPLETED"' "$work/executors" && [[ $(grep -o 'exec-[0-9]*":' "$work/executors" | wc -l) -ge 2 ]]
}

tables_landed() {
  local table
  for table in metrics features; do
    [[ -n $(find "$work/store" -path "*/$table/*" -name '*.parquet' -user 185 -print -quit) ]] || { ls -lR "$work/store" | head -n 40; return 1; }
  done
}

# The run in MLflow that carries the submission of that application, its date, and a version that exists.
run_is_of() {
  local submission version
  submission=$(application "$1" submissionID)
  curl -fsS --noproxy '*' "http://$mlflow_address/api/2.0/mlflow/runs/search" -H 'Content-Type: application/json' \
    -d "{\"experiment_ids\": [\"1\"], \"filter\": \"tags.\`tidewatch.origin.uid\` = '$submission'\"}" | tee "$work/run"
  grep -q 'FINISHED' "$work/run" && grep -q '2026-11-29T02:00:00+00:00' "$work/run" || return 1
  version=$(grep -A 1 '"tidewatch.version"' "$work/run" | grep -oE '"value": "[0-9]+"' | grep -oE '[0-9]+')
  curl -fsS --noproxy '*' "http://$mlflow_address/api/2.0/mlflow/model-versions/get?name=forecast&version=$version"
}

# A task of the real Airflow tells why its application failed: its log is the driver's.
failure_is_told_by_airflow() {
  stop spark-mlflow
  ! airflow_runs tidewatch_evaluate score 0 && grep -E '^score: failed' "$work/airflow.log" &&
    grep 'the operator says FAILED' "$work/airflow.log" && grep -i 'mlflow.*does not answer\|cause: .*mlflow' "$work/airflow.log"
}

# airflow_runs DAG TASKS RETRIES
airflow_runs() {
  "$here/../../airflow-dags/test.sh" --cluster "$work/airflow-worker.kubeconfig" "http://$mlflow_address" "$work/applications.yaml" "$@" 2>&1 | tee "$work/airflow.log"
  return "${PIPESTATUS[0]}"
}

driver_runs() { driver=$(in_tidewatch get pods -l spark-role=driver --field-selector status.phase=Running -o name | grep "$1") && [[ -n $driver ]]; }

# The driver's pod goes while it works; the task is tried again, and registers one version, which verify accepts.
airflow_tries_again() {
  local code=0
  airflow_runs tidewatch_retrain_anomaly train-anomaly,verify 1 &
  local airflow=$!
  wait_for 300 driver_runs train-anomaly && sleep 5 && in_tidewatch delete "$driver" --grace-period=0 --force
  wait "$airflow" || code=$?
  grep -E '^(train-anomaly|verify)' "$work/airflow.log"
  [[ $code == 0 ]] && grep -E '^train-anomaly: success, try 2' "$work/airflow.log" &&
    grep -E '^verify says: anomaly version 1, features v[0-9]+' "$work/airflow.log" && versions_are anomaly 1
}

# versions_are MODEL COUNT
versions_are() {
  curl -fsS --noproxy '*' -G "http://$mlflow_address/api/2.0/mlflow/model-versions/search" --data-urlencode "filter=name='$1'" | tee "$work/versions"
  [[ $(grep -c '"version": ' "$work/versions") == "$2" ]]
}

has_rows() { [[ -n $(find "$work/store" -path "*/$1/*" -name '*.parquet' -print -quit) ]]; }

evaluate_judges_both() {
  completes evaluate && in_tidewatch logs evaluate-driver >"$work/evaluate.log" &&
    grep '^evaluate: forecast ' "$work/evaluate.log" && grep '^evaluate: anomaly ' "$work/evaluate.log" && has_rows promotions
}

# Executors whose JVM alone is larger than their container: the kernel ends them, the operator says so, and the job ends.
executors_too_small_fail() {
  awk -v RS='---\n' '$0 ~ "\n  name: features\n"' "$work/applications.yaml" | sed -e 's/^  name: features$/  name: too-small/' >"$work/too-small.yaml" &&
    in_tidewatch apply --dry-run=client -f "$work/too-small.yaml" -o json >"$work/too-small.json" || return 1
  in_tidewatch patch --local -f "$work/too-small.json" --type merge -o json -p '{"spec":{"executor":{"memory":"480m","memoryOverhead":"1m","javaOptions":"-XX:+AlwaysPreTouch"},"sparkConf":{"spark.executor.maxNumFailures":"2"}}}' |
    in_tidewatch apply -f - || return 1
  wait_for 240 ended too-small
  in_tidewatch get sparkapplication too-small -o 'jsonpath={.status}'
  [[ $(application too-small applicationState.state) == FAILED ]] && in_tidewatch get events | grep 'too-small-.*ExitCode: 137, Reason: OOMKilled'
}

# the operator's own clock, for once every minute
schedule_runs() {
  in_tidewatch patch scheduledsparkapplication maintain --type merge -p '{"spec":{"schedule":"* * * * *","suspend":false}}' || return 1
  wait_for 240 scheduled_completed || { in_tidewatch get sparkapplications,pods; in_tidewatch get scheduledsparkapplication maintain -o yaml; return 1; }
  in_tidewatch patch scheduledsparkapplication maintain --type merge -p '{"spec":{"suspend":true}}'
}

scheduled_completed() { in_tidewatch get sparkapplications -o 'jsonpath={range .items[*]}{.metadata.name} {.status.applicationState.state}{"\n"}{end}' | grep '^maintain-.* COMPLETED'; }

write_airflow_access() {
  kubectl create namespace airflow && kubectl -n airflow create serviceaccount airflow-worker && kubeconfig_of airflow airflow-worker &&
    kubectl --kubeconfig "$work/airflow-worker.kubeconfig" -n tidewatch get pods && ! kubectl --kubeconfig "$work/airflow-worker.kubeconfig" -n tidewatch get secrets
}

# the real Airflow, the real operator, and the DAG's own verify
airflow_retrains() { airflow_runs && grep -E '^verify says: forecast version [0-9]+, features v[0-9]+' "$work/airflow.log"; }

# it has asked for an application per task, and deleted each when it was done
airflow_leaves_none() { ! in_tidewatch get sparkapplications -o name | grep -- '-2026-11-22-'; }

test_spark() {
  local schemas
  [[ $(id -u) == 0 ]] || { echo 'skipped: spark needs root'; return; }
  schemas=$(spark_schemas) || { echo 'skipped: spark needs Go and the module of the spark-operator'; return; }
  check 'spark: up, with the operator' cluster build --with spark-operator
  check 'spark: two nodes' cluster up
  check 'spark: the image is built and loaded' load_spark_image
  check 'spark: Prometheus on the host has four days of demand' start_demand "$work"
  check 'spark: MLflow on the host answers' start_registry "$work"
  check "spark: the operator's schemas are taken" install_schemas "$schemas"
  check 'spark: the manifests are accepted' write_overlays
  check 'spark: with the volume of the store' applied_quietly -k "$work/overlays/cluster"
  check 'spark: which is bound' wait_for 30 volume_is_bound
  check "spark: the operator has the rights of its chart" write_operator_access "$schemas"
  check 'spark: the operator is ready' start_operator
  check 'spark: ingest completes' completes ingest
  # everything else would fail for the same reason
  ((failures == 0)) || { cluster down; return; }
  check 'spark: on executors in pods' had_executors ingest
  check 'spark: features completes' completes features
  check 'spark: the tables are on the volume' tables_landed
  check 'spark: train-forecast completes' completes train-forecast
  check 'spark: on executors in pods too' had_executors train-forecast
  check 'spark: its run in MLflow names submission, date and version' run_is_of train-forecast
  check "spark: Airflow's account has its rights" write_airflow_access
  check 'spark: a retraining by Airflow ends with a version that verify accepts' airflow_retrains
  check 'spark: and leaves no application behind' airflow_leaves_none
  check 'spark: train-anomaly whose driver vanishes is tried again by Airflow and registers one version' airflow_tries_again
  check 'spark: score completes' completes score
  check 'spark: its scores are on the volume' has_rows scores
  check 'spark: evaluate judges forecast and forest' evaluate_judges_both
  check 'spark: executors that the kernel ends fail the job, and the operator says so' executors_too_small_fail
  check 'spark: a schedule of the operator starts maintain' schedule_runs
  check 'spark: without MLflow a job fails, and the task of Airflow says why' failure_is_told_by_airflow
  check 'spark: down' cluster down
}

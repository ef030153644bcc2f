# shellcheck shell=bash
# The SparkApplications of deploy/spark as a real API server judges them, with the schemas of the operator's own module.

spark_manifests=$(cd "$here/../spark" && pwd)

# The operator's module holds its schemas; it is in the module cache once the lab was built.
spark_schemas() {
  local module
  module=$(cd "$here" && have go && go list -m -f '{{.Dir}}' github.com/kubeflow/spark-operator/v2 2>/dev/null) || return
  [[ -n $module && -d $module/charts/spark-operator-chart/crds ]] && printf '%s' "$module/charts/spark-operator-chart/crds"
}

install_schemas() {
  kubectl apply --server-side -f "$1" &&
    wait_for 30 kubectl wait --for condition=Established --timeout 5s crd/sparkapplications.sparkoperator.k8s.io crd/scheduledsparkapplications.sparkoperator.k8s.io
}

# applied_quietly ARGUMENTS…: kubectl apply, without any warning, unknown fields being errors
applied_quietly() {
  kubectl apply --server-side --force-conflicts --validate=strict "$@" 2>"$work/warnings" || { cat "$work/warnings"; return 1; }
  cat "$work/warnings"
  ! grep -i warning "$work/warnings"
}

in_tidewatch() { kubectl -n tidewatch "$@"; }

accepts_applications() {
  kubectl kustomize "$spark_manifests/applications" >"$work/applications.yaml" &&
    applied_quietly -n tidewatch --dry-run=server -f "$work/applications.yaml" && applied_quietly -n tidewatch -f "$work/applications.yaml"
}

# A template is any object to the schema: as a PodTemplate it is judged field by field, and by the restricted profile.
pods_are_restricted() {
  local role template
  for role in driver executor; do
    template=$(in_tidewatch get sparkapplication ingest -o "jsonpath={.spec.$role.template}") || return 1
    template=${template/\"name\":\"spark-kubernetes-$role\"/\"image\":\"spark\",\"name\":\"spark-kubernetes-$role\"}
    printf '{"apiVersion":"v1","kind":"PodTemplate","metadata":{"name":"%s"},"template":%s}' "$role" "$template" >"$work/template.json"
    applied_quietly -n tidewatch -f "$work/template.json" || return 1
  done
}

# the profile does look: the same without the promise not to run as root is warned of
root_is_warned_of() {
  sed 's/"runAsNonRoot":true,//' "$work/template.json" >"$work/rooted.json"
  ! applied_quietly -n tidewatch --dry-run=server -f "$work/rooted.json"
}

wrong_spec_is_refused() {
  sed '0,/ cores: 1/s// cores: many/' "$work/applications.yaml" >"$work/wrong.yaml"
  ! kubectl -n tidewatch apply --server-side --force-conflicts --dry-run=server -f "$work/wrong.yaml" 2>"$work/refused" && grep 'cores' "$work/refused"
}

suspended() { in_tidewatch get scheduledsparkapplications -o 'jsonpath={.items[*].spec.suspend}' | tr ' ' '\n' | sort -u; }

as_airflow() { in_tidewatch auth can-i "$@" --as system:serviceaccount:airflow:airflow-worker; }

as_driver() { in_tidewatch auth can-i "$@" --as system:serviceaccount:tidewatch:tidewatch-spark; }

operator_only() { [[ $(suspended) == false ]] && ! as_airflow create sparkapplications.sparkoperator.k8s.io; }

airflow_only() { [[ $(suspended) == true ]] && as_airflow create sparkapplications.sparkoperator.k8s.io; }

rights_are_least() {
  as_driver create pods && as_driver deletecollection configmaps && ! as_driver get secrets && ! as_driver create sparkapplications.sparkoperator.k8s.io &&
    as_airflow get pods/log && ! as_airflow create pods && ! as_airflow get secrets && ! as_airflow update sparkapplications.sparkoperator.k8s.io
}

schedules_run_the_applications() {
  local name
  for name in $(in_tidewatch get sparkapplications -o 'jsonpath={.items[*].metadata.name}'); do
    diff <(in_tidewatch get sparkapplication "$name" -o 'jsonpath={.spec}') \
      <(in_tidewatch get scheduledsparkapplication "$name" -o 'jsonpath={.spec.template}') || return 1
  done
}

test_manifests() {
  local schemas
  schemas=$(spark_schemas) || { echo 'skipped: manifests needs Go and the module of the spark-operator'; return; }
  check 'manifests: up' cluster up --size api
  check "manifests: the operator's schemas are taken" install_schemas "$schemas"
  check 'manifests: the overlay for a cluster without Airflow is accepted without a warning' applied_quietly -k "$spark_manifests/overlays/scheduled"
  check 'manifests: the operator alone starts jobs then' operator_only
  check 'manifests: every application is accepted without a warning' accepts_applications
  check 'manifests: every schedule runs exactly its application' schedules_run_the_applications
  check 'manifests: a wrong application is refused' wrong_spec_is_refused
  check 'manifests: drivers and executors keep to the restricted profile' pods_are_restricted
  check 'manifests: which would warn of one that may be root' root_is_warned_of
  check 'manifests: the overlay for Airflow is accepted without a warning' applied_quietly -k "$spark_manifests/overlays/airflow"
  check 'manifests: Airflow alone starts jobs then' airflow_only
  check 'manifests: neither may do more than it must' rights_are_least
  check 'manifests: back without Airflow' applied_quietly -k "$spark_manifests/overlays/scheduled"
  check 'manifests: the operator alone starts jobs again' operator_only
  check 'manifests: down' cluster down
}

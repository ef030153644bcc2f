#!/usr/bin/env bash
# Runs the DAGs in the real Airflow, which is installed once into the cache, against a scripted Kubernetes and MLflow.
# Usage: test.sh        Needs Python 3.11 or newer, and kubectl or a built lab to render the applications.
#        test.sh --cluster KUBECONFIG MLFLOW_URI APPLICATIONS [DAG TASKS RETRIES]
#                       one run by the operator of a real cluster instead (deploy/lab/test.sh spark calls it); without
#                       more words the retraining of the forecast, else the tasks of that DAG with these names (a,b)
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
checkout=$(dirname "$here")
cache=${TIDEWATCH_CACHE:-${HOME:-/var/tmp}/.cache/tidewatch}
venv=${TIDEWATCH_AIRFLOW_VENV:-$cache/airflow-$(sed -n 's/^apache-airflow==//p' "$here/requirements.txt")}

mkdir -p "$(dirname "$venv")"
"$checkout/mlflow/install.sh" "$venv" airflow "$here/requirements.txt"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

render() {
  local kubectl=kubectl
  if ! command -v kubectl >/dev/null; then
    kubectl=$(find "$cache" -maxdepth 2 -path '*/lab-*/kubectl' -perm -u+x 2>/dev/null | head -n 1)
    [[ -n $kubectl ]] || { echo 'skipped: neither kubectl nor a built lab is here to render deploy/spark/applications'; exit 0; }
  fi
  "$kubectl" kustomize "$checkout/deploy/spark/applications" >"$work/applications.yaml"
}

tests=test_dags.py arguments=() level=WARNING
unset KUBECONFIG
if [[ ${1:-} == --cluster ]]; then
  tests=retrain_for_real.py arguments=("${@:5}")
  export KUBECONFIG=$2 AIRFLOW_CONN_TIDEWATCH_MLFLOW=$3
  cp "$4" "$work/applications.yaml"
  # the driver's log is part of its task's
  level=INFO
else
  render
fi

# Nothing of an Airflow of the user's, and nothing that leaves this machine.
for name in $(compgen -e | grep '^AIRFLOW' | grep -v TIDEWATCH_MLFLOW || true); do unset "$name"; done
export AIRFLOW_HOME=$work/airflow TIDEWATCH_APPLICATIONS=$work/applications.yaml
export AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__CORE__DAGS_FOLDER=$here AIRFLOW__CORE__UNIT_TEST_MODE=False
export AIRFLOW__CORE__EXECUTOR=LocalExecutor AIRFLOW__LOGGING__LOGGING_LEVEL=$level AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False
export PYTHONPATH=$here:$here/tests PYTHONDONTWRITEBYTECODE=1 NO_PROXY='*' no_proxy='*'
unset TIDEWATCH_NAMESPACE TIDEWATCH_POOL
mkdir -p "$AIRFLOW_HOME"
"$venv/bin/airflow" db migrate >"$work/migrate.log" 2>&1 || { tail -n 20 "$work/migrate.log" >&2; exit 1; }
"$venv/bin/airflow" pools set tidewatch 1 'SparkApplications at once' >/dev/null 2>&1
"$venv/bin/python" "$here/tests/$tests" "${arguments[@]}"

#!/usr/bin/env bash
# Starts the real Airflow with its UI on loopback and the DAGs of this folder, until Ctrl-C (./tidewatch demo --airflow).
# Usage: serve.sh [--port N]     Needs Python 3.11 or newer, and kubectl or a built lab to render the applications.
# It speaks to the cluster of KUBECONFIG, else to the lab if that is up. Exit codes: 0 ended by Ctrl-C, 2 you can mend it.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
checkout=$(dirname "$here")
cache=${TIDEWATCH_CACHE:-${HOME:-/var/tmp}/.cache/tidewatch}
home=${TIDEWATCH_HOME:-$checkout/.tidewatch}
version=$(sed -n 's/^apache-airflow==//p' "$here/requirements.txt")
venv=${TIDEWATCH_AIRFLOW_VENV:-$cache/airflow-$version}
parts=(api-server scheduler dag-processor triggerer)
# Their log servers would listen on every address; the UI reads the files.
quiet=(scheduler triggerer)
state=$home/airflow
port='' groups=()

say() { printf 'airflow: %s\n' "$*"; }
# fail PROBLEM CAUSE REMEDY
fail() {
  printf 'airflow: %s\n  cause: %s\n  remedy: %s\n' "$@" >&2
  exit 2
}

while (($# > 0)); do
  case $1 in
    --port) [[ ${2:-} =~ ^[0-9]+$ ]] && ((10#$2 > 0 && 10#$2 < 65536)) || fail '--port takes a number' "it was given '${2:-}'" 'name a free port, for example --port 8080'
      port=$2 && shift 2 ;;
    *) fail "demo --airflow does not know '$1'" 'it starts Airflow, not the demo' 'see ./tidewatch help demo' ;;
  esac
done

# Every program was started as a group of its own, so that its workers end with it; newest first.
leave() {
  local group end=$((SECONDS + 20))
  trap '' INT TERM
  for group in "${groups[@]}"; do kill -TERM -- "-$group" 2>/dev/null || true; done
  for group in "${groups[@]}"; do
    while kill -0 -- "-$group" 2>/dev/null && ((SECONDS < end)); do sleep 0.2; done
    kill -KILL -- "-$group" 2>/dev/null || true
  done
  rm -f "$state/pids"
  ((${#groups[@]} == 0)) || say 'ended'
}
trap leave EXIT
trap 'exit 0' INT TERM

# What a killed run has left: the same process is known by its start time too.
end_leftovers() {
  local pid began
  while read -r pid began; do
    [[ $(ps -o lstart= -p "$pid" 2>/dev/null | tr -s ' ' _) == "$began" ]] || continue
    say "ending process $pid of an earlier run"
    kill -TERM -- "-$pid" 2>/dev/null || true
  done < <(cat "$state/pids" 2>/dev/null)
  rm -f "$state/pids"
}

# The lab's own kubectl where there is none on the PATH.
find_kubectl() {
  command -v kubectl || find "$cache" -maxdepth 2 -path '*/lab-*/kubectl' -perm -u+x 2>/dev/null | head -n 1
}

render() {
  local kubectl
  kubectl=$(find_kubectl)
  [[ -n $kubectl ]] || fail 'the SparkApplications cannot be rendered' 'neither kubectl nor a built lab is here' 'install kubectl, or run: ./tidewatch cluster build'
  export TIDEWATCH_APPLICATIONS=${TIDEWATCH_APPLICATIONS:-$state/applications.yaml}
  [[ $TIDEWATCH_APPLICATIONS != "$state/applications.yaml" ]] || "$kubectl" kustomize "$checkout/deploy/spark/applications" >"$TIDEWATCH_APPLICATIONS"
}

free_port() {
  "$venv/bin/python" - "$1" <<'PYTHON'
import socket, sys
for port in ([int(sys.argv[1])] if sys.argv[1] else [8080, 0]):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(probe.getsockname()[1])
        break
PYTHON
}

settings() {
  local name
  # nothing of an Airflow of the user's, but for connections, which are the user's to name
  for name in $(compgen -e | grep '^AIRFLOW' | grep -v '^AIRFLOW_CONN_' || true); do unset "$name"; done
  export AIRFLOW_HOME=$state AIRFLOW__CORE__DAGS_FOLDER=$here AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__CORE__EXECUTOR=LocalExecutor
  export AIRFLOW__API__HOST=127.0.0.1 AIRFLOW__API__PORT=$port AIRFLOW__API__WORKERS=1 AIRFLOW__API__BASE_URL=http://127.0.0.1:$port
  export AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://127.0.0.1:$port/execution/ AIRFLOW__CORE__PARALLELISM=2
  export AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES=1 AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False
  AIRFLOW__API_AUTH__JWT_SECRET=$(secret jwt) AIRFLOW__CORE__FERNET_KEY=$(secret fernet)
  export AIRFLOW__API_AUTH__JWT_SECRET AIRFLOW__CORE__FERNET_KEY PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1 NO_PROXY='*' no_proxy='*'
  export PATH=$venv/bin:$PATH
  [[ -z ${MLFLOW_TRACKING_URI:-} ]] || export AIRFLOW_CONN_TIDEWATCH_MLFLOW=${AIRFLOW_CONN_TIDEWATCH_MLFLOW:-$MLFLOW_TRACKING_URI}
  [[ -n ${KUBECONFIG:-} || ! -f $home/lab/kubeconfig ]] || export KUBECONFIG=$home/lab/kubeconfig
}

# Kept, so that a second start reads what the first has written.
secret() {
  [[ -s $state/$1.secret ]] || (umask 077 && "$venv/bin/python" -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())' >"$state/$1.secret")
  cat "$state/$1.secret"
}

start() {
  local words=("$1")
  [[ " ${quiet[*]} " != *" $1 "* ]] || words+=(--skip-serve-logs)
  set -m
  "$venv/bin/airflow" "${words[@]}" </dev/null >"$state/$1.log" 2>&1 &
  set +m
  groups=("$!" "${groups[@]}")
  echo "$! $(ps -o lstart= -p "$!" | tr -s ' ' _)" >>"$state/pids"
}

healthy() {
  "$venv/bin/python" - "$port" <<'PYTHON' 2>/dev/null
import json, sys, urllib.request
health = json.load(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/api/v2/monitor/health", timeout=5))
sys.exit(any(health[part]["status"] != "healthy" for part in ("metadatabase", "scheduler", "dag_processor", "triggerer")))
PYTHON
}

require_alive() {
  local i
  for ((i = 0; i < ${#groups[@]}; i++)); do
    kill -0 "${groups[i]}" 2>/dev/null && continue
    local name=${parts[${#groups[@]} - 1 - i]}
    tail -n 15 "$state/$name.log" >&2
    fail "Airflow's $name has ended" "the end of $state/$name.log is above" 'mend what it says, and start again'
  done
}

tell() {
  say "ready: http://127.0.0.1:$port"
  say "login: admin; its password is in $state/simple_auth_manager_passwords.json.generated"
  if [[ -n ${KUBECONFIG:-} ]]; then
    say "cluster: that of $KUBECONFIG; its namespace tidewatch needs deploy/spark and the Spark operator (docs/how-to/retrain.md)"
  else
    say 'cluster: none, so a job that is started fails; bring the lab up with ./tidewatch cluster up, or set KUBECONFIG, and start again'
  fi
  [[ -n ${AIRFLOW_CONN_TIDEWATCH_MLFLOW:-} ]] || say 'MLflow: none, so verify fails; set MLFLOW_TRACKING_URI and start again'
  say "the DAGs are paused until you switch them on; logs: $state; Ctrl-C ends all of it"
}

mkdir -p "$state" "$(dirname "$venv")"
# passwords and secrets lie in it
chmod 700 "$state"
exec 7>"$state/run.lock"
! command -v flock >/dev/null || flock -n 7 || fail 'Airflow runs already' "another run holds $state/run.lock" 'use that one, or end it with Ctrl-C'
"$checkout/mlflow/install.sh" "$venv" airflow "$here/requirements.txt"
end_leftovers
wanted=$port
port=$(free_port "$wanted")
[[ -n $port ]] || fail "port $wanted is taken" 'another program listens on it' 'choose another --port, or none'
render
settings
say "starting Airflow $version"
"$venv/bin/airflow" db migrate >"$state/migrate.log" 2>&1 || { tail -n 15 "$state/migrate.log" >&2; fail 'the database cannot be made' "see $state/migrate.log" "delete $state and start again"; }
"$venv/bin/airflow" pools set tidewatch 1 'SparkApplications at once' >>"$state/migrate.log" 2>&1
for part in "${parts[@]}"; do start "$part" 7>&-; done
deadline=$((SECONDS + 240))
until healthy; do
  require_alive
  ((SECONDS < deadline)) || fail 'Airflow does not become healthy' "see the logs in $state" 'end other work on this machine, and start again'
  sleep 1
done
tell
while sleep 2; do require_alive; done

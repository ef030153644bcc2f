# shellcheck shell=bash
# Words every part of the lab uses: where things are, how they are named, how to speak to the user.

cache_root=${TIDEWATCH_CACHE:-$HOME/.cache/tidewatch}
lab_name=${TIDEWATCH_LAB_NAME:-tw}
port_base=${TIDEWATCH_LAB_PORT:-16400}
node_net=${TIDEWATCH_LAB_NET:-10.77.0}
pod_net=${TIDEWATCH_LAB_PODS:-10.244}
service_net=${TIDEWATCH_LAB_SERVICES:-10.96}

host_address=$node_net.1
dns_address=$service_net.0.10
api_port=$((port_base + 43))
etcd_port=$((port_base + 79))
etcd_peer_port=$((port_base + 80))
controller_port=$((port_base + 57))
scheduler_port=$((port_base + 59))
state_metrics_port=$((port_base + 1))
state_metrics_self_port=$((port_base + 2))
adapter_port=$((port_base + 60))
prometheus_port=$((port_base + 90))
alertmanager_port=$((port_base + 93))

say() { printf '%s\n' "$*" >&2; }

# fail PROBLEM CAUSE REMEDY: the user's fault, exit code 2.
fail() {
  printf 'error: %s\n  cause:  %s\n  remedy: %s\n' "$1" "$2" "$3" >&2
  exit 2
}

# broken WHAT [LOGFILE]: the lab's fault, exit code 70, with the end of the log that tells more.
broken() {
  printf 'error: %s\n' "$1" >&2
  if [[ -n ${2:-} && -f $2 ]]; then
    printf '  last lines of %s:\n' "$2" >&2
    tail -n 15 "$2" | cut -c1-300 | sed 's/^/    /' >&2
  fi
  exit 70
}

have() { command -v "$1" >/dev/null 2>&1; }

# milliseconds since some fixed moment
now_ms() {
  local seconds fraction
  IFS=. read -r seconds fraction <<<"${EPOCHREALTIME/,/.}"
  printf '%s' "$((seconds * 1000 + 10#$fraction / 1000))"
}

# as_seconds MILLISECONDS: with one decimal
as_seconds() { printf '%d.%d' "$(($1 / 1000))" "$(($1 % 1000 / 100))"; }

# wait_for SECONDS COMMAND…: true as soon as COMMAND is, false when the time is over
wait_for() {
  local end=$(($(now_ms) + $1 * 1000))
  shift
  until "$@" >/dev/null 2>&1; do
    (($(now_ms) < end)) || return 1
    sleep 0.1
  done
}

# The state folder holds all that belongs to one lab. Everything in it is named relative to it, so that it may be moved.
find_state() {
  local home=${TIDEWATCH_HOME:-.tidewatch}
  [[ $home == /* ]] || home=$PWD/$home
  state=$home/lab
}

record() { printf '%s\n' "$2" >"$state/$1.new" && mv "$state/$1.new" "$state/$1"; }

recorded() { [[ -f $state/$1 ]] && cat "$state/$1"; }

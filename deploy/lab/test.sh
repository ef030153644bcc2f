#!/usr/bin/env bash
# Proves the lab on this machine: test.sh [refusals|programs|api|manifests|chart|nodes|faults|spark|install]…
# Without an argument all but spark and install, which take minutes; nodes, faults, spark and install need root.
# It uses names, ports and ranges of its own, so that a lab of yours may be up meanwhile.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export TIDEWATCH_HOME=$work/home TIDEWATCH_LAB_NAME=twt TIDEWATCH_LAB_PORT=17400
export TIDEWATCH_LAB_NET=10.79.0 TIDEWATCH_LAB_PODS=10.245 TIDEWATCH_LAB_SERVICES=10.97
state=$TIDEWATCH_HOME/lab
failures=0 checks=0
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
state=$TIDEWATCH_HOME/lab
# shellcheck source=lib/images.sh
. "$here/lib/images.sh"
# shellcheck source=lib/process.sh
. "$here/lib/process.sh"

cluster() { "$here/cluster" "$@"; }

kubectl() { "$here/cluster" kubectl "$@"; }

# check SENTENCE COMMAND…: with the command's output when it fails
check() {
  local sentence=$1 begin
  shift
  checks=$((checks + 1))
  begin=$(now_ms)
  if "$@" >"$work/output" 2>&1; then
    printf 'ok      %s (%s s)\n' "$sentence" "$(as_seconds $(($(now_ms) - begin)))"
    return
  fi
  failures=$((failures + 1))
  printf 'NOT OK  %s\n' "$sentence"
  sed 's/^/          /' "$work/output" | tail -n 25
}

# refuses WORDS COMMAND…: exit code 2, with problem, cause and remedy, and WORDS in it
refuses() {
  local words=$1 code=0
  shift
  "$@" >"$work/refusal" 2>&1 || code=$?
  cat "$work/refusal"
  [[ $code == 2 ]] && grep -q '^error: ' "$work/refusal" && grep -q 'cause: ' "$work/refusal" &&
    grep -q 'remedy: ' "$work/refusal" && grep -q -- "$words" "$work/refusal"
}

# What this lab could leave on the host. By its name and ranges where other labs come and go meanwhile.
traces() {
  ip netns list | grep "^$TIDEWATCH_LAB_NAME-"
  awk '{ print "mount", $5 }' /proc/self/mountinfo | grep -F -e "$work" -e "/$TIDEWATCH_LAB_NAME-"
  find /sys/fs/cgroup -type d -name "$TIDEWATCH_LAB_NAME-*" 2>/dev/null
  ip -o link | awk '{ print "link", $2 }' | grep "link $TIDEWATCH_LAB_NAME"
  ip route | grep -F -e "$TIDEWATCH_LAB_NET." -e "$TIDEWATCH_LAB_PODS." -e "$TIDEWATCH_LAB_SERVICES."
  iptables-save 2>/dev/null | grep -v '^#'
  ls -d /run/* /var/lib/* /var/log/* /etc/cni* "/var/run/netns/$TIDEWATCH_LAB_NAME"* 2>/dev/null
  for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops net/ipv4/ip_forward \
    net/netfilter/nf_conntrack_max net/bridge/bridge-nf-call-iptables; do
    printf '%s %s\n' "$setting" "$(cat "/proc/sys/$setting" 2>/dev/null)"
  done
  marked_pids "TIDEWATCH_LAB_MARK=$TIDEWATCH_LAB_NAME/"
}

no_new_traces() {
  traces >"$work/after"
  diff "$work/before" "$work/after" && [[ ! -e $state ]]
}

# shellcheck source=test/refusals.sh
. "$here/test/refusals.sh"
# shellcheck source=test/sizes.sh
. "$here/test/sizes.sh"
# shellcheck source=test/manifests.sh
. "$here/test/manifests.sh"
# shellcheck source=test/chart.sh
. "$here/test/chart.sh"
# shellcheck source=test/metric.sh
. "$here/test/metric.sh"
# shellcheck source=test/install.sh
. "$here/test/install.sh"
# shellcheck source=test/spark.sh
. "$here/test/spark.sh"
# shellcheck source=test/observers.sh
. "$here/test/observers.sh"
# shellcheck source=test/faults.sh
. "$here/test/faults.sh"

own_tests() {
  (cd "$here" && [[ -z $(gofmt -l cmd test) ]] && CGO_ENABLED=0 GOCACHE=$cache_root/lab-go-build go test -trimpath -vet=off ./cmd/...)
}

test_programs() {
  have go || { echo 'skipped: programs needs Go'; return; }
  check "programs: the lab's own are formatted and pass their tests" own_tests
}

finish() {
  trap - EXIT INT TERM
  [[ ! -d $state ]] || cluster down
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

for suite in "${@:-refusals}"; do
  "test_$suite" || exit 2
done
(($# > 0)) || { test_programs; test_api; test_manifests; test_chart; test_nodes; test_faults; }
printf '%d checks, %d failed\n' "$checks" "$failures"
((failures == 0))

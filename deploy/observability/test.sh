#!/usr/bin/env bash
# Rules and dashboards: promtool checks and tests the rules; every metric that a rule or a panel names is one that controller or
# serving registers; every expression of a panel is PromQL; every alert has its line in the runbook.
#   test.sh                     all of it, offline (needs promtool and jq)
#   test.sh names               the metric names that rules and panels use, one a line
#   test.sh at-once             those of them that a fresh installation has; the others wait for what conditional.txt says
#   test.sh ask URL [NAME…]     asks a Prometheus for each of them (or of those given); fails on one that it does not have
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
checkout=$(cd "$here/../.." && pwd)

# as they are exported: a histogram's or a summary's parts count as the whole
names() {
  { cat "$here/rules.yaml"; expressions; } | grep -ohE '\b(aiops|tidewatch)_[a-z0-9_]+' | sed -E 's/_(bucket|sum|count)$//' | sort -u
}

conditional() { awk '!/^#/ { print $1 }' "$here/conditional.txt" | sort; }

at_once() { comm -23 <(names) <(conditional); }

# what the list names and nothing uses any more
stale_conditions() { comm -13 <(names) <(conditional); }

expressions() { jq -r '.panels[].targets[].expr, (.templating.list[] | select(.type == "query") | .query.query)' "$here"/dashboards/*.json; }

registered() {
  find "$checkout"/controller/operator/src/main "$checkout"/serving/src/main -name '*.java' ! -path '*/bench/*' \
    -exec grep -ohE '"(aiops|tidewatch)_[a-z0-9_]+"' {} + | tr -d '"' | sort -u
}

unknown_names() { comm -23 <(names) <(registered); }

panels_are_promql() {
  local expression
  {
    printf 'groups:\n  - name: panels\n    rules:\n'
    jq -r '.panels[].targets[].expr' "$here"/dashboards/*.json | while IFS= read -r expression; do
      expression=${expression//\$__rate_interval/5m}
      printf '      - { record: panel, expr: %s }\n' "$(jq -Rn --arg it "$expression" '$it')"
    done
  } >"$1"
  promtool check rules --lint none "$1"
}

without_runbook() {
  local alert
  sed -n 's/^ *- alert: //p' "$here/rules.yaml" | while read -r alert; do
    grep -qx "## $alert" "$checkout/docs/reference/alerts.md" && grep -q "runbook: .*docs/reference/alerts.md#${alert,,}\"" "$here/rules.yaml" || echo "$alert"
  done
}

# ask URL NAME…
ask() {
  local url=$1 name missing=0
  shift
  for name in "$@"; do
    curl -fsS --noproxy '*' -G "$url/api/v1/series" --data-urlencode "match[]={__name__=~\"$name(_count)?\"}" --data-urlencode 'limit=1' |
      jq -e '.data | length > 0' >/dev/null || { echo "Prometheus has no $name"; missing=1; }
  done
  return "$missing"
}

none() {
  local found
  found=$("$2")
  [[ -z $found ]] || { printf '%s:\n%s\n' "$1" "$found" >&2; return 1; }
}

offline() {
  local work
  work=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  promtool check rules "$here/rules.yaml" && (cd "$here" && promtool test rules rules.test.yaml) &&
    none 'named by rules or panels, but registered nowhere' unknown_names && panels_are_promql "$work/panels.yaml" &&
    none 'in conditional.txt, but used by no rule and no panel' stale_conditions &&
    none 'alerts without a line in docs/reference/alerts.md' without_runbook
}

case ${1:-} in
  '') offline ;;
  names) names ;;
  at-once) at_once ;;
  ask)
    url=$2
    shift 2
    (($# > 0)) || mapfile -t wanted < <(names)
    ask "$url" "${@:-${wanted[@]}}"
    ;;
  *) sed -n '2,8s/^# *//p' "$0"; exit 2 ;;
esac

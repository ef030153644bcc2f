# shellcheck shell=bash
# The chart as Helm renders it and as a real API server judges it: every set of values of its folder ci, what its schema and
# its own checks refuse, and what rights come out. No node is needed.

chart=$(cd "$here/../helm/tidewatch" && pwd)

lab_programs() { cat "$state/programs"; }

# Helm of the lab's build takes itself for an old one: the version is said.
helm() { KUBECONFIG=$state/kubeconfig "$(lab_programs)/helm" "$@"; }

rendered() { helm template tidewatch "$chart" --namespace tidewatch --kube-version 1.34.0 "$@"; }

copies_are_equal() { KUBECTL="$(lab_programs)/kubectl" HELM="$(lab_programs)/helm" "$here/../helm/copies" --check; }

every_set_lints() {
  local values
  for values in "$chart"/ci/*.yaml; do
    helm lint --strict --quiet --kube-version 1.34.0 "$chart" --values "$values" || { echo "$values"; return 1; }
  done
}

every_set_renders() {
  local values
  mkdir -p "$work/chart"
  for values in "$chart"/ci/*.yaml; do
    rendered --values "$values" >"$work/chart/$(basename "$values")" || { echo "$values"; return 1; }
  done
  [[ $(find "$work/chart" -name '*.yaml' | wc -l) -ge 8 ]]
}

# What belongs to the Prometheus operator, as far as the chart goes: its own schemas are not at hand.
monitoring_schemas() {
  local kind plural
  for kind in ServiceMonitor PrometheusRule; do
    plural=${kind,,}s
    printf -- '---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: %s.monitoring.coreos.com }\nspec:\n' "$plural"
    printf '  group: monitoring.coreos.com\n  scope: Namespaced\n  names: { kind: %s, plural: %s, singular: %s }\n' "$kind" "$plural" "${kind,,}"
    printf '  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }]\n'
  done
}

chart_places() {
  local name
  for name in shop pay airflow; do kubectl create namespace "$name" || return; done
  kubectl apply --server-side -f "$here/../helm/base/namespace.yaml" && kubectl apply --server-side -f "$chart/crds" &&
    cp "$state/kubeconfig" "$work/release.kubeconfig" && of_release kubectl config set-context --current --namespace tidewatch
}

chart_schemas() {
  monitoring_schemas | kubectl apply --server-side -f - && install_schemas "$1" &&
    wait_for 30 kubectl wait --for condition=Established --timeout 5s crd/servicemonitors.monitoring.coreos.com crd/prometheusrules.monitoring.coreos.com
}

# What Helm renders names no namespace: that of the release, by the context.
of_release() { "$1" "${@:2}" --kubeconfig "$work/release.kubeconfig"; }

# every field known, every pod within the restricted profile of the namespace
every_set_is_accepted() { of_release applied_quietly --dry-run=server -f "$work/chart"; }

rooted_is_warned_of() {
  sed 's/runAsNonRoot: true/runAsNonRoot: false/' "$work/chart/observe.yaml" >"$work/rooted.yaml"
  ! of_release applied_quietly --dry-run=server -f "$work/rooted.yaml" && grep 'runAsNonRoot' "$work/warnings"
}

base_is_accepted() { applied_quietly --dry-run=server -k "$here/../helm/base"; }

# refused_values WORDS ARGUMENT…
refused_values() {
  if rendered "${@:2}" >"$work/refused" 2>&1; then echo "taken: ${*:2}"; return 1; fi
  grep -q -- "$1" "$work/refused" || { echo "without '$1': ${*:2}"; cat "$work/refused"; return 1; }
}

schema_refuses() {
  refused_values 'controler' --set controler.replicas=2 && refused_values "replica" --set controller.replica=2 &&
    refused_values 'mode' --set mode=automatic && refused_values 'replicas' --set controller.replicas=two &&
    refused_values 'replicas' --set controller.replicas=0 && refused_values 'url' --set prometheus.url=prometheus:9090 &&
    refused_values 'startedBy' --set jobs.startedBy=both && refused_values 'ingestEvery' --set jobs.startedBy=airflow,jobs.ingestEvery=60s &&
    refused_values 'schedules' --set 'jobs.schedules.retrain=0 0 * * *' && refused_values 'schedule' --set sweeper.schedule=hourly &&
    refused_values 'secret' --set prometheus.auth=bearer && refused_values 'user' --set prometheus.auth=basic,prometheus.secret=login &&
    refused_values 'url' --set serving.enabled=false && refused_values 'store' --set store.url=s3a://a/b,store.existingClaim=history &&
    refused_values 'namespaces' --set 'namespaces={Shop}' && refused_values 'memory' --set controller.resources.limits.memory=much &&
    refused_values 'serving.url' --set serving.url=http://elsewhere:5000
}

# allowed ACCOUNT VERB RESOURCE [ARGUMENT…]
allowed() { kubectl auth can-i "${@:2}" --as "system:serviceaccount:tidewatch:tidewatch-$1"; }

with_rights_of() { of_release kubectl apply --server-side --force-conflicts -f "$work/chart/$1.yaml" >/dev/null; }

observer_reads() {
  with_rights_of observe && allowed controller list predictivescalers.tidewatch.io -A && allowed controller patch predictivescalers.tidewatch.io --subresource status -n shop &&
    allowed controller list horizontalpodautoscalers -A && ! allowed controller patch horizontalpodautoscalers -n shop &&
    ! allowed controller create events -n shop && ! allowed controller patch deployments.apps --subresource scale -n shop && ! allowed controller create pods --subresource eviction -n shop &&
    allowed sweeper patch horizontalpodautoscalers -n shop && ! allowed serving list pods -A
}

actor_writes() {
  with_rights_of act && allowed controller patch horizontalpodautoscalers -n shop && allowed controller patch deployments.apps --subresource scale -n shop &&
    allowed controller create pods --subresource eviction -n shop && allowed controller patch pods --subresource resize -n shop && allowed controller update leases/tidewatch -n tidewatch &&
    ! allowed controller delete pods -n shop && ! allowed controller get secrets -n tidewatch && ! allowed controller update leases/other -n tidewatch &&
    ! allowed controller update horizontalpodautoscalers -n shop && ! allowed controller get nodes
}

stays_in_its_namespaces() {
  of_release kubectl delete -f "$work/chart/act.yaml" --ignore-not-found --wait=false >/dev/null && with_rights_of namespaced &&
    allowed controller patch horizontalpodautoscalers -n pay && allowed sweeper patch horizontalpodautoscalers -n shop &&
    ! allowed controller list predictivescalers.tidewatch.io -A && ! allowed controller list horizontalpodautoscalers -n airflow &&
    [[ -z $(kubectl get clusterroles -l app.kubernetes.io/part-of=tidewatch -o name) ]] &&
    of_release kubectl delete -f "$work/chart/namespaced.yaml" --wait=false >/dev/null
}

# refused_release WORDS NAMESPACE ARGUMENT…: a release "another", by the checks that look into the cluster
refused_release() {
  if helm install another "$chart" --namespace "$2" --dry-run=server "${@:3}" >"$work/refused" 2>&1; then echo "taken: $*"; return 1; fi
  grep -q -- "$1" "$work/refused" || { cat "$work/refused"; return 1; }
}

refuses_without_operators() {
  refused_release 'no Prometheus operator' tidewatch --set monitoring.rules=true && refused_release 'no Spark operator' tidewatch --set jobs.startedBy=schedule
}

# A first release for the whole cluster stands; a second beside it is refused unless each keeps to namespaces of its own.
refuses_second_release() {
  helm install tidewatch "$chart" --namespace tidewatch >"$work/installed" && grep -q 'changes nothing' "$work/installed" || return 1
  refused_release 'watches the whole cluster already' airflow && refused_release 'take a namespace for each' tidewatch --set 'namespaces={shop}' &&
    helm install another "$chart" --namespace airflow --dry-run=server --set 'namespaces={shop}' >/dev/null &&
    helm upgrade tidewatch "$chart" --namespace tidewatch --set mode=recommend >/dev/null && helm rollback tidewatch 1 --namespace tidewatch
}

older_schema_is_refused() {
  kubectl patch crd predictivescalers.tidewatch.io --type json \
    -p '[{"op":"remove","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/resize"}]' >/dev/null || return 1
  ! helm upgrade tidewatch "$chart" --namespace tidewatch >"$work/refused" 2>&1 && grep 'kubectl apply --server-side' "$work/refused" &&
    kubectl apply --server-side --force-conflicts -f "$chart/crds" && helm upgrade tidewatch "$chart" --namespace tidewatch >/dev/null
}

test_chart() {
  local schemas
  if have promtool && have jq; then
    check 'chart: rules do what their tests say; they and the dashboards name only what is exported' "$here/../observability/test.sh"
  fi
  schemas=$(spark_schemas) || { echo 'skipped: chart needs Go and the module of the spark-operator'; return; }
  check 'chart: up' cluster up --size api
  check 'chart: copies of CRD, rules, dashboards and jobs are equal to their sources' copies_are_equal
  check 'chart: every set of values passes the linter' every_set_lints
  check 'chart: and renders' every_set_renders
  check 'chart: wrong values are refused by name' schema_refuses
  check 'chart: namespaces' chart_places
  check 'chart: what needs an operator is refused without it' refuses_without_operators
  check "chart: the operators' schemas are taken" chart_schemas "$schemas"
  check 'chart: every set is accepted, without a warning of unknown fields or of the restricted profile' every_set_is_accepted
  check 'chart: the profile does look' rooted_is_warned_of
  check 'chart: the base for kustomize is accepted' base_is_accepted
  check 'chart: observe may read, and write statuses' observer_reads
  check 'chart: act may write what it has to, and nothing else' actor_writes
  check 'chart: with namespaces no right goes beyond them' stays_in_its_namespaces
  check 'chart: a second release for the whole cluster is refused' refuses_second_release
  check 'chart: an older resource definition is refused until it was renewed' older_schema_is_refused
  check 'chart: down' cluster down
}

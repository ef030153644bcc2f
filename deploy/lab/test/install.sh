# shellcheck shell=bash
# The product as a user installs it: its images in the nodes, real Helm, a namespace that enforces the restricted profile; a
# first decision, an upgrade, a rollback, values that are wrong, and an uninstall after which everything is as it was.
# Prometheus with four days of demand and an MLflow without a model are on the host, as in test/spark.sh. Not part of a run
# without arguments: it takes minutes.

in_shop() { kubectl -n shop "$@"; }

load_product_images() {
  "$here/../docker/images" load controller serving >"$work/product-images" || return 1
  controller_tag=$(awk '$1 == "controller" { sub(/.*:/, "", $2); print $2 }' "$work/product-images")
  serving_tag=$(awk '$1 == "serving" { sub(/.*:/, "", $2); print $2 }' "$work/product-images")
  [[ -n $controller_tag && -n $serving_tag ]]
}

write_release_values() {
  cat >"$work/values.yaml" <<YAML
images:
  controller: { repository: localhost/tidewatch/controller, tag: "$controller_tag" }
  serving: { repository: localhost/tidewatch/serving, tag: "$serving_tag" }
prometheus: { url: "http://$demand_address" }
mlflow: { url: "http://$mlflow_address" }
incidents: { alertmanagers: ["http://$host_address:$alertmanager_port"] }
catalogue: |
  queries:
    - { name: demand, promql: "sum by (namespace, workload) (load)" }
    - { name: ready_replicas, promql: "2 + 0 * sum by (namespace, workload) (load)" }
YAML
}

# the user's own: a Deployment, its HPA and what he wants of it
workload_of_shop() {
  kubectl create namespace shop && in_shop create deployment web --image localhost/tidewatch/pause:1 --replicas 2 || return 1
  cat >"$work/hpa.yaml" <<'YAML'
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 10
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]
YAML
  cat >"$work/psc.yaml" <<'YAML'
apiVersion: tidewatch.io/v1alpha1
kind: PredictiveScaler
metadata: { name: web }
spec:
  scaleTargetRef: { name: web }
  mode: act
  minReplicas: 2
  maxReplicas: 10
  demand: { metric: demand }
  capacity: { perPod: 60 }
YAML
  # one that is applied by the server, and one as most people do it
  sed 's/name: web/name: till/' "$work/hpa.yaml" >"$work/hpa-till.yaml"
  in_shop apply --server-side -f "$work/hpa.yaml" && in_shop get hpa web -o yaml >"$work/hpa.before" &&
    in_shop apply -f "$work/hpa-till.yaml" && in_shop get hpa till -o yaml >"$work/hpa-till.before"
}

install_release() {
  installed_at=$(now_ms)
  kubectl apply -f "$here/../helm/base/namespace.yaml" &&
    helm install tidewatch "$chart" --namespace tidewatch --values "$work/values.yaml" --wait --timeout 3m
}

decided() { [[ -n $(in_shop get psc web -o 'jsonpath={.status.decision.wanted}') ]]; }

first_decision() {
  local took
  in_shop apply -f "$work/psc.yaml" && wait_for 180 decided || { in_shop get psc web -o yaml; in_tidewatch logs deployment/tidewatch-controller --tail 20; return 1; }
  took=$(($(now_ms) - installed_at))
  printf 'from helm install to the first decision: %s s\n' "$(as_seconds "$took")" | tee -a "$work/measured"
  in_shop get psc web
  ((took <= 180000))
}

# every pod of ours is there, and nothing was refused by the profile
all_are_restricted() {
  [[ $(in_tidewatch get pods --field-selector status.phase=Running -o name | wc -l) -ge 3 ]] && ! in_tidewatch get events | grep -i 'violates PodSecurity'
}

on_both_nodes() { [[ $(in_tidewatch get pods -l app.kubernetes.io/component=controller -o 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' | sort -u | wc -l) == 2 ]]; }

# ask_service NAME PORT PATH: from the host, which reaches Services
ask_service() {
  local address
  address=$(in_tidewatch get service "$1" -o 'jsonpath={.spec.clusterIP}') && curl -sS --noproxy '*' --max-time 10 "http://$address:$2$3"
}

# Started anew it knows the workload; MLflow holds no champion, and that is what it says.
serving_names_the_reason() { ask_service tidewatch-serving 5000 '/predict/traffic?workload=shop/web' | tee "$work/forecast" | grep '"code":"NoModel"'; }

serving_without_champion() {
  in_tidewatch rollout restart deployment/tidewatch-serving && in_tidewatch rollout status deployment/tidewatch-serving --timeout 90s &&
    wait_for 30 serving_names_the_reason || { cat "$work/forecast"; return 1; }
}

observes_only() { [[ $(in_shop get hpa web -o 'jsonpath={.spec.minReplicas}') == 2 ]] && ask_service tidewatch-controller 8080 '/decisions?limit=1' | grep '"decisions":\[{'; }

# Prometheus of the lab has found both Services by the name of their port.
is_scraped() {
  "$here/../observability/test.sh" ask "http://127.0.0.1:$prometheus_port" aiops_scaling_decisions_total aiops_anomaly_detections_total \
    aiops_estimated_cost_savings_dollars tidewatch_desired_replicas tidewatch_hpa_replicas tidewatch_loop_seconds aiops_model_inference_seconds tidewatch_serving_pass_seconds
}

# Every name that a rule or a panel uses, but those that wait for what is not here (observability/conditional.txt).
every_name_is_there() {
  mapfile -t wanted < <("$here/../observability/test.sh" at-once)
  "$here/../observability/test.sh" ask "http://127.0.0.1:$prometheus_port" "${wanted[@]}"
}

names_are_there() { wait_for 30 every_name_is_there || every_name_is_there; }

# what all three pods use together once they are done with starting: the numbers are those of a busy machine
idle_use() {
  kubectl get --raw "/apis/metrics.k8s.io/v1beta1/namespaces/tidewatch/pods" | jq -r '.items[].containers[] | "\(.usage.cpu) \(.usage.memory)"' |
    awk '{ cpu += $1 ~ /n$/ ? $1 / 1e6 : $1 ~ /m$/ ? $1 : $1 * 1000; memory += $2 / 1024 } END {
      printf "%d pods idle: %d m of a processor, %d MiB\n", NR, cpu, memory; exit !(NR == 3 && cpu <= 300 && memory <= 1536) }' >"$work/idle"
}

# Without a champion no forecast is trusted, and no floor set: it is put there as the controller would have written it.
puts_a_floor() { floor_of web kubectl Apply && floor_of till kubectl-client-side-apply Update && has_floor; }

# floor_of HPA MANAGER OPERATION: with the owner that the field had before
floor_of() {
  cat >"$work/floor.yaml" <<YAML
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: $1
  annotations:
    tidewatch.io/floor: '{"v":1,"id":"shop/$1@2026-11-28T12:00:00Z","scaler":"shop/$1","expires":"2036-01-01T00:00:00Z","terms":"1","applied":"",
      "wrote":{"minReplicas":5},"original":{"minReplicas":2},
      "owners":[{"path":"f:minReplicas","manager":"$2","operation":"$3","apiVersion":"autoscaling/v2"}]}'
spec: { minReplicas: 5 }
YAML
  applied_as_tidewatch "$1" "$work/floor.yaml"
}

# Not by kubectl: before its first apply by the server it takes over what was applied by itself, under whatever name it was told.
applied_as_tidewatch() {
  kubectl config view --raw -o json >"$work/access.json" &&
    jq -r '.users[0].user["client-certificate-data"] | @base64d' "$work/access.json" >"$work/access.crt" &&
    jq -r '.users[0].user["client-key-data"] | @base64d' "$work/access.json" >"$work/access.key" &&
    jq -r '.clusters[0].cluster["certificate-authority-data"] | @base64d' "$work/access.json" >"$work/access.ca" &&
    curl -fsS --noproxy '*' --cacert "$work/access.ca" --cert "$work/access.crt" --key "$work/access.key" -X PATCH -H 'Content-Type: application/apply-patch+yaml' --data-binary "@$2" -o /dev/null \
      "$(jq -r '.clusters[0].cluster.server' "$work/access.json")/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/$1?fieldManager=tidewatch&force=true"
}

has_floor() { [[ $(in_shop get hpa web -o 'jsonpath={.spec.minReplicas}') == 5 ]]; }

upgrade_to_act() {
  helm upgrade tidewatch "$chart" --namespace tidewatch --values "$work/values.yaml" --set mode=act --wait --timeout 3m >/dev/null &&
    in_tidewatch get deployment tidewatch-controller -o 'jsonpath={.spec.template.spec.containers[0].args}' | grep -- '--mode=act'
}

# a new image that no node can get: the old pods stay, the release says so, and goes back
survives_missing_image() {
  ! helm upgrade tidewatch "$chart" --namespace tidewatch --values "$work/values.yaml" --set mode=act,images.serving.tag=missing --wait --timeout 25s >"$work/refused" 2>&1 &&
    [[ $(in_tidewatch get deployment tidewatch-serving -o 'jsonpath={.status.availableReplicas}') == 1 ]] &&
    helm rollback tidewatch --namespace tidewatch --wait --timeout 2m
}

# without Prometheus nothing is decided on, and that is said; nothing ends
survives_missing_prometheus() {
  helm upgrade tidewatch "$chart" --namespace tidewatch --values "$work/values.yaml" --set mode=act,prometheus.url=http://192.0.2.1:9090 --wait --timeout 2m >/dev/null &&
    wait_for 90 says_no_value && helm rollback tidewatch --namespace tidewatch --wait --timeout 2m
}

says_no_value() { in_shop get psc web -o 'jsonpath={.status.decision.reasons[*].code}' | grep MetricsDown; }

one_leads() { [[ -n $(in_tidewatch get lease tidewatch -o 'jsonpath={.spec.holderIdentity}') ]]; }

leader_is_replaced() {
  local holder pod
  # after an upgrade the lease is nobody's for a moment
  wait_for 30 one_leads || return 1
  holder=$(in_tidewatch get lease tidewatch -o 'jsonpath={.spec.holderIdentity}') && pod=${holder%%_*} && in_tidewatch delete pod "$pod" --grace-period=0 --force || return 1
  wait_for 60 led_by_another "$holder"
}

led_by_another() { local now; now=$(in_tidewatch get lease tidewatch -o 'jsonpath={.spec.holderIdentity}') && [[ -n $now && $now != "$1" ]]; }

uninstall_release() { helm uninstall tidewatch --namespace tidewatch --timeout 5m; }

hpa_is_as_before() {
  as_before web "$work/hpa.before" && as_before till "$work/hpa-till.before" &&
    sed 's/maxReplicas: 10/maxReplicas: 12/' "$work/hpa.yaml" | in_shop apply --server-side -f - && min_and_max web 2/12 &&
    sed 's/maxReplicas: 10/maxReplicas: 12/; s/minReplicas: 2/minReplicas: 3/' "$work/hpa-till.yaml" | in_shop apply -f - && min_and_max till 3/12
}

# as_before HPA FILE
as_before() {
  diff <(spec_and_owner <"$2") <(in_shop get hpa "$1" -o yaml | spec_and_owner) &&
    ! in_shop get hpa "$1" -o yaml --show-managed-fields | grep -E 'tidewatch.io/|manager: tidewatch'
}

min_and_max() { [[ $(in_shop get hpa "$1" -o 'jsonpath={.spec.minReplicas}/{.spec.maxReplicas}') == "$2" ]]; }

no_finalizer_is_left() {
  [[ -z $(kubectl get psc,hpa,deployments -A -o 'jsonpath={.items[*].metadata.finalizers}') ]] &&
    kubectl delete crd predictivescalers.tidewatch.io --timeout 30s
}

# refused_upgrade WORD ARGUMENT…: and the release is the one that it was
refused_upgrade() {
  local before
  before=$(helm history tidewatch --namespace tidewatch -o json | jq length)
  ! helm upgrade tidewatch "$chart" --namespace tidewatch --values "$work/values.yaml" "${@:2}" >"$work/refused" 2>&1 &&
    grep -q -- "$1" "$work/refused" && [[ $(helm history tidewatch --namespace tidewatch -o json | jq length) == "$before" ]] || { cat "$work/refused"; return 1; }
}

refuses_wrong_values() {
  refused_upgrade 'controler' --set controler.replicas=2 && refused_upgrade 'replicas' --set controller.replicas=two && refused_upgrade 'mode' --set mode=automatic
}

# A second release beside it, and a CRD that an older chart has left: neither changes anything.
refuses_second_and_older() {
  refused_release 'watches the whole cluster already' shop && kubectl patch crd predictivescalers.tidewatch.io --type json \
    -p '[{"op":"remove","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/resize"}]' >/dev/null &&
    refused_upgrade 'kubectl apply --server-side' && kubectl apply --server-side --force-conflicts -f "$chart/crds"
}

decided_after() { [[ $(ask_service tidewatch-controller 8080 '/decisions?limit=1' | jq -r '.decisions[0].at') > $1 ]]; }

# Nothing of ours asks the metrics API: the user's HPA misses it and says so, and decisions go on.
survives_missing_metrics_api() {
  local now
  kubectl get apiservice v1beta1.metrics.k8s.io -o json | jq 'del(.status, .metadata.resourceVersion, .metadata.uid, .metadata.creationTimestamp)' >"$work/metrics-api.json" &&
    kubectl delete apiservice v1beta1.metrics.k8s.io || return 1
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  wait_for 150 decided_after "$now"
  local code=$?
  kubectl apply -f "$work/metrics-api.json" && return "$code"
}

says_no_definition() { in_tidewatch logs deployment/tidewatch-controller --tail 50 | grep 'PredictiveScalers cannot be watched' && ! is_ready; }

is_ready() { ask_service tidewatch-controller 8080 /readyz | grep '"status":"ok"'; }

# Without the definition it waits and says for what; with it, it goes on by itself. Serving waits for the controller's catalogue.
waits_for_definition() {
  helm install tidewatch "$chart" --namespace tidewatch --values "$work/values.yaml" --skip-crds >/dev/null &&
    wait_for 60 says_no_definition && kubectl apply --server-side -f "$chart/crds" && wait_for 60 is_ready &&
    helm uninstall tidewatch --namespace tidewatch --timeout 5m
}

spec_and_owner() { sed -n '/^spec:/,/^status:/p'; }

nothing_of_ours_is_left() {
  local left
  left=$(kubectl get deployments,services,cronjobs,jobs,configmaps,serviceaccounts,roles,rolebindings,poddisruptionbudgets -n tidewatch -l app.kubernetes.io/part-of=tidewatch -o name
    kubectl get clusterroles,clusterrolebindings -l app.kubernetes.io/part-of=tidewatch -o name)
  [[ -z $left ]] || { echo "$left"; return 1; }
}

test_install() {
  local before=$failures
  [[ $(id -u) == 0 ]] || { echo 'skipped: install needs root'; return; }
  have jq && have curl || { echo 'skipped: install needs jq and curl'; return; }
  check 'install: two nodes' cluster up
  check 'install: the images are built and loaded' load_product_images
  check 'install: Prometheus on the host has four days of demand' start_demand "$work"
  check 'install: MLflow on the host answers' start_registry "$work"
  check 'install: a workload with its own HPA' workload_of_shop
  write_release_values
  check 'install: helm install, into a namespace that enforces the restricted profile' install_release
  ((failures == before)) || { in_tidewatch get pods,events; in_tidewatch logs -l app.kubernetes.io/part-of=tidewatch --tail 20; cluster down; return; }
  check 'install: a first decision within three minutes' first_decision
  check 'install: no finding of the profile' all_are_restricted
  check 'install: the two replicas are on two nodes' on_both_nodes
  check 'install: in observe nothing is written' observes_only
  check 'install: serving without a champion is up and says so' serving_without_champion
  check 'install: Prometheus of the cluster scrapes both' wait_for 60 is_scraped
  check 'install: Prometheus has every metric that rules and dashboards use' names_are_there
  check 'install: one replica leads' wait_for 30 one_leads
  check 'install: an HPA obeys tidewatch_desired_replicas as an External metric' scales_by_metric
  check 'install: it is wholly its user'"'"'s' hpa_is_the_users
  check 'install: idle, the three use at most 0.3 processors and 1.5 GiB' wait_for 120 idle_use
  check 'install: wrong values are refused, and change nothing' refuses_wrong_values
  check 'install: so are a second release and an older definition' refuses_second_and_older
  check 'install: without a metrics API it goes on deciding' survives_missing_metrics_api
  check 'install: upgrade to act' upgrade_to_act
  check 'install: a floor stands, and goes on standing while its time is not over' puts_a_floor
  check 'install: another replica leads when the leader is gone' leader_is_replaced
  check 'install: an image that cannot be pulled changes nothing, and is rolled back' survives_missing_image
  check 'install: no Prometheus at the address is said, and rolled back' survives_missing_prometheus
  check 'install: the floor still stands' has_floor
  check 'install: helm uninstall' uninstall_release
  check "install: the HPA is as its owner wrote it, and his apply works" hpa_is_as_before
  check 'install: the HPA that obeyed the metric lowers nothing without it' lost_metric_lowers_nothing
  check 'install: nothing of ours is left' nothing_of_ours_is_left
  check 'install: no finalizer is left' no_finalizer_is_left
  check 'install: without its definition it waits for it, and says so' waits_for_definition
  cat "$work/measured" "$work/idle"
  check 'install: down' cluster down
}

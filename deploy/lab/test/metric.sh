# shellcheck shell=bash
# Actuation by metric: nothing of the workload is written; its user's HPA reads tidewatch_desired_replicas through
# prometheus-adapter as an External metric. Part of test/install.sh, on its cluster and release.

metric_workload() {
  cat >"$work/metric.yaml" <<'YAML'
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }
  minReplicas: 1
  maxReplicas: 12
  metrics:
    - type: External
      external:
        # the lab's scrape job does not honour the labels of a target: namespace would be that of Tidewatch
        metric: { name: tidewatch_desired_replicas, selector: { matchLabels: { exported_namespace: shop, workload: api } } }
        target: { type: AverageValue, averageValue: "1" }
---
apiVersion: tidewatch.io/v1alpha1
kind: PredictiveScaler
metadata: { name: api }
spec:
  scaleTargetRef: { name: api }
  mode: act
  actuation: metric
  minReplicas: 1
  maxReplicas: 12
  demand: { metric: demand }
  capacity: { perPod: 40 }
YAML
  in_shop create deployment api --image localhost/tidewatch/pause:1 --replicas 1 && in_shop apply --server-side -f "$work/metric.yaml"
}

# wanted at least three by the demand of test/spark.sh, so not what it began with
hpa_obeys_metric() {
  local wanted desired ready
  wanted=$(in_shop get psc api -o 'jsonpath={.status.decision.wanted}')
  desired=$(in_shop get hpa api -o 'jsonpath={.status.desiredReplicas}')
  ready=$(in_shop get deployment api -o 'jsonpath={.status.readyReplicas}')
  printf 'wanted %s, desired by the HPA %s, ready %s\n' "$wanted" "$desired" "$ready" >"$work/obeyed"
  [[ -n $wanted && $wanted -ge 3 && $wanted == "$desired" && $wanted == "$ready" ]]
}

scales_by_metric() { metric_workload && wait_for 120 hpa_obeys_metric || { cat "$work/obeyed"; in_shop describe hpa api | tail -n 15; return 1; }; }

hpa_is_the_users() { ! in_shop get hpa api -o yaml --show-managed-fields | grep -E 'tidewatch.io/|manager: tidewatch'; }

# A metric that is gone lowers nothing: the HPA says so and keeps its pods.
lost_metric_lowers_nothing() {
  local before
  before=$(in_shop get deployment api -o 'jsonpath={.spec.replicas}')
  wait_for 120 metric_is_missed && [[ $before -ge 3 && $(in_shop get deployment api -o 'jsonpath={.spec.replicas}') == "$before" ]]
}

metric_is_missed() { in_shop get hpa api -o 'jsonpath={.status.conditions[?(@.type=="ScalingActive")].reason}' | grep FailedGetExternalMetric; }

#!/usr/bin/env bash
# Everything on this machine with Docker: a cluster by kind, Prometheus with Grafana, Loki, Alloy, MLflow, and Tidewatch in observe.
#   up.sh            make it, or add what is missing (some minutes; needs docker and helm, and reaches their registries)
#   up.sh --down     delete the cluster
# Every version is pinned here. Where there is no Docker: deploy/lab (docs/how-to/lab.md).
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
deploy=$(dirname "$here")
cluster=$deploy/lab/cluster
export TIDEWATCH_HOME=${TIDEWATCH_HOME:-$PWD/.tidewatch}

prometheus_stack=79.5.0
loki=6.29.0
alloy=0.12.5

say() { printf '%s\n' "$*" >&2; }

fail() {
  printf 'error: %s\n  cause:  %s\n  remedy: %s\n' "$@" >&2
  exit 2
}

# release NAME REPOSITORY CHART VERSION VALUES
release() {
  say "helm: $1 $4"
  helm upgrade --install "$1" "$3" --repo "$2" --version "$4" --namespace monitoring --create-namespace --values "$5" --wait --timeout 10m >/dev/null
}

tag_of() { awk -v name="$1" '$1 == name { sub(/.*:/, "", $2); print $2 }' <<<"$images"; }

up() {
  docker info >/dev/null 2>&1 || fail 'a kind cluster cannot be made' 'Docker is not installed, or its daemon does not answer' \
    'install and start Docker, or take the lab, which needs none: ./tidewatch cluster up (docs/how-to/lab.md)'
  command -v helm >/dev/null || fail 'Tidewatch cannot be installed' 'there is no helm on the PATH' 'install Helm 3 (https://helm.sh)'
  "$cluster" up --kind
  KUBECONFIG=$("$cluster" kubeconfig)
  export KUBECONFIG
  release kube-prometheus-stack https://prometheus-community.github.io/helm-charts kube-prometheus-stack "$prometheus_stack" "$deploy/observability/values/kube-prometheus-stack.yaml"
  release loki https://grafana.github.io/helm-charts loki "$loki" "$deploy/observability/values/loki.yaml"
  release alloy https://grafana.github.io/helm-charts alloy "$alloy" "$deploy/observability/values/alloy.yaml"
  "$cluster" kubectl apply --server-side -f "$here/mlflow.yaml"
  images=$("$deploy/docker/images" load --kind "tidewatch-${TIDEWATCH_LAB_NAME:-tw}" controller serving)
  "$cluster" kubectl apply -f "$deploy/helm/base/namespace.yaml"
  helm upgrade --install tidewatch "$deploy/helm/tidewatch" --namespace tidewatch --wait --timeout 5m --set images.controller.tag="$(tag_of controller)" \
    --set images.serving.tag="$(tag_of serving)" --set loki.url=http://loki.monitoring:3100 \
    --set monitoring.serviceMonitors=true,monitoring.rules=true,monitoring.dashboards=true
  say "export KUBECONFIG=$KUBECONFIG; Grafana: kubectl -n monitoring port-forward service/kube-prometheus-stack-grafana 3000:80"
}

case ${1:-} in
  '') up ;;
  --down) "$cluster" down ;;
  *) sed -n '2,5s/^# *//p' "$0"; exit 2 ;;
esac

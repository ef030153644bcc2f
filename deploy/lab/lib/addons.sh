# shellcheck shell=bash
# Add-ons of the size "nodes": CoreDNS in the cluster, kube-state-metrics as a process of the host.

apply_addons() {
  local name
  for name in coredns kube-state-metrics observability; do
    fill DNS="$dns_address" HOST="$host_address" PORT="$adapter_port" CA="$(base64 -w0 <"$pki/ca.crt")" \
      <"$lab_source/manifests/$name.yaml"
    printf -- '---\n'
  done >"$state/addons.yaml"
  kubectl apply --server-side --force-conflicts --field-manager tidewatch-lab -f "$state/addons.yaml" >"$state/logs/addons.log" 2>&1 ||
    broken 'the add-ons could not be applied' "$state/logs/addons.log"
}

start_state_metrics() {
  start kube-state-metrics "$bin/kube-state-metrics" --kubeconfig kube-state-metrics.kubeconfig \
    --host 127.0.0.1 --port "$state_metrics_port" --telemetry-host 127.0.0.1 --telemetry-port "$state_metrics_self_port" \
    --resources pods,nodes,services,namespaces,resourcequotas,limitranges,persistentvolumeclaims,persistentvolumes,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,horizontalpodautoscalers,poddisruptionbudgets
}

await_nodes() {
  local node
  for node in "${nodes[@]}"; do
    wait_for 60 kubectl get node "$lab_name-$node" || broken "$lab_name-$node did not register" "$state/logs/kubelet-$node.log"
  done
  kubectl wait --for condition=Ready node --all --timeout 60s >>"$state/logs/addons.log" 2>&1 ||
    broken 'a node is not Ready after 60 s' "$state/logs/kubelet-${nodes[0]}.log"
}

await_addons() {
  kubectl -n kube-system rollout status deployment/coredns --timeout 90s >>"$state/logs/addons.log" 2>&1 ||
    broken 'CoreDNS is not ready after 90 s (kubectl -n kube-system describe pods)' "$state/logs/addons.log"
}

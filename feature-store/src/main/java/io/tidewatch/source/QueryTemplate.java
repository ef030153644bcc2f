package io.tidewatch.source;

import java.time.Duration;
import java.util.Objects;

/**
 * Fills in what queries of a catalogue share.
 *
 * <ul>
 *   <li>{@code $rate} is the window of a rate, as a PromQL duration.
 *   <li>{@code $owner} after a vector that carries namespace and pod adds workload and
 *       workload_kind, by the owner references that kube-state-metrics exports: a pod of a
 *       ReplicaSet belongs to the ReplicaSet's Deployment, any other to its own controller.
 *   <li>{@code $hpa} after a vector that carries namespace and horizontalpodautoscaler adds those
 *       of the HPA's target.
 * </ul>
 *
 * @param rateWindow at least two scrapes of the slowest target
 */
record QueryTemplate(Duration rateWindow) {
  private static final String OF_DEPLOYMENTS =
      named("kube_pod_owner{owner_kind=\"ReplicaSet\"}", "replicaset", "owner_name")
          + " * on (namespace, replicaset) group_left (workload, workload_kind)"
          + " max by (namespace, replicaset, workload, workload_kind) ("
          + owner("kube_replicaset_owner{owner_kind=\"Deployment\"}")
          + ")";
  private static final String OF_OTHERS =
      owner("kube_pod_owner{owner_kind=~\"StatefulSet|DaemonSet\"}");
  private static final String OWNER =
      " * on (namespace, pod) group_left (workload, workload_kind)"
          + " max by (namespace, pod, workload, workload_kind) ("
          + OF_DEPLOYMENTS
          + " or "
          + OF_OTHERS
          + ")";
  private static final String HPA =
      " * on (namespace, horizontalpodautoscaler) group_left (workload, workload_kind)"
          + " max by (namespace, horizontalpodautoscaler, workload, workload_kind) ("
          + named(
              named("kube_horizontalpodautoscaler_info", "workload", "scaletargetref_name"),
              "workload_kind",
              "scaletargetref_kind")
          + ")";

  QueryTemplate {
    Objects.requireNonNull(rateWindow, "rateWindow");
    if (rateWindow.toSeconds() < 1) {
      throw new IllegalArgumentException("rateWindow must be at least 1s");
    }
  }

  /** The query with everything filled in but its step. */
  String fill(String promql) {
    return promql
        .replace("$rate", rateWindow.toSeconds() + "s")
        .replace("$owner", OWNER)
        .replace("$hpa", HPA);
  }

  private static String owner(String vector) {
    return named(named(vector, "workload", "owner_name"), "workload_kind", "owner_kind");
  }

  private static String named(String vector, String label, String from) {
    return "label_replace(" + vector + ", \"" + label + "\", \"$1\", \"" + from + "\", \"(.+)\")";
  }
}

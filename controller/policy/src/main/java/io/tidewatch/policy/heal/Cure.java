package io.tidewatch.policy.heal;

import io.tidewatch.policy.heal.Strangeness.Attributed;
import java.util.List;
import java.util.Optional;

/**
 * Whether another pod in its place would probably be well. It would if what stands out is the pod's
 * own and grows while a process lives: memory, garbage collection, restarts, kills, readiness,
 * connections and descriptors. It would not if what stands out is demand or something behind it,
 * which the new pod meets as well: requests, traffic, CPU, errors and latency.
 *
 * <p>Errors and latency by which a pod stands out among its <em>peers</em> are its own: what lies
 * behind it they would all share. What is lower than usual is no exhaustion, and what is unknown or
 * sums up other features speaks for neither side.
 */
final class Cure {
  private static final List<String> OWN =
      List.of(
          "memory_working_set",
          "memory_of_limit",
          "heap_after_gc",
          "gc_time",
          "restarts",
          "oom_kills",
          "pod_ready",
          "open_connections",
          "open_files");
  private static final List<String> SHARED =
      List.of(
          "cpu_usage",
          "cpu_throttled",
          "network_receive",
          "network_transmit",
          "pod_request_rate",
          "pod_error_rate",
          "pod_latency_p95",
          "node_pressure");
  private static final List<String> OWN_BESIDE_PEERS =
      List.of("pod_error_rate_peer_score", "pod_latency_p95_peer_score");

  private Cure() {}

  /** Whether a restart would probably help against this. */
  static boolean likely(Strangeness strange) {
    double own = 0;
    double shared = 0;
    for (Attributed each : strange.attribution()) {
      Optional<Boolean> ours = ours(each);
      own += ours.filter(it -> it).map(it -> each.doublings()).orElse(0.0);
      shared += ours.filter(it -> !it).map(it -> each.doublings()).orElse(0.0);
    }
    return own > 0 && own > shared;
  }

  /** True: the pod's own; false: shared; empty: it speaks for neither. */
  private static Optional<Boolean> ours(Attributed each) {
    String feature = each.feature();
    if (feature.endsWith("_unknown_15")) {
      return Optional.empty();
    }
    if (OWN_BESIDE_PEERS.contains(feature) || of(OWN, feature)) {
      return each.high() ? Optional.of(true) : Optional.empty();
    }
    return of(SHARED, feature) ? Optional.of(false) : Optional.empty();
  }

  private static boolean of(List<String> metrics, String feature) {
    return metrics.stream().anyMatch(metric -> feature.startsWith(metric + "_"));
  }
}

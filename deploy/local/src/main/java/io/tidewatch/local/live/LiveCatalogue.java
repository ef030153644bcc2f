package io.tidewatch.local.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogues of a race: what its parts are told of the copies and of the compressed clock. */
final class LiveCatalogue {
  private static final String COMMENT = "# Written by the live demo: changes are lost.\n";

  // Those of the set http and kubernetes alone that a forecast needs: the past has no others.
  private static final String DEMAND_QUERIES =
      """
      queries:
        - name: request_rate
          unit: requests/s
          absent: zero
          promql: >-
            sum by (namespace, workload, workload_kind)
            (sum by (namespace, pod) (rate(http_requests_total[$rate])) $owner)
        - name: ready_replicas
          unit: pods
          labels: { workload: deployment }
          promql: max by (namespace, deployment) (kube_deployment_status_replicas_ready)
      """;

  private LiveCatalogue() {}

  /**
   * Which wall time is which nominal one.
   *
   * @param wall a multiple of the step
   */
  record Anchors(Instant wall, Instant nominal) {}

  static Path write(Path file, LivePlan plan, List<Side> sides) {
    return save(file, text(plan, sides));
  }

  static Path save(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** For the ingest beside the race: the built-in queries, and all copies as workloads. */
  static String text(LivePlan plan, List<Side> sides) {
    StringBuilder yaml = new StringBuilder(COMMENT);
    yaml.append("timescale:\n  step: ").append(plan.step().toSeconds()).append("s\n");
    yaml.append("settle: 15s\n");
    yaml.append("include: [kubernetes, http]\n");
    String namespaces = sides.stream().map(Side::namespace).collect(Collectors.joining("|"));
    // The shipper names no workload; the names of the pods tell it.
    yaml.append("logs:\n  - name: pods\n    logql: '{namespace=~\"")
        .append(namespaces)
        .append("\"}'\n");
    yaml.append("workloads:\n");
    sides.forEach(side -> yaml.append(workload(side)));
    return yaml.toString();
  }

  /** For training on the past. */
  static String past(LivePlan plan, Side side, Anchors anchors, int leadSeconds) {
    return clock(plan, anchors)
        + DEMAND_QUERIES
        + "workloads:\n"
        + workload(side)
        + ours(leadSeconds);
  }

  /** For the release: the PredictiveScaler brings the workload. */
  static String shared(LivePlan plan, Anchors anchors) {
    return clock(plan, anchors) + "include: [kubernetes, http]\n";
  }

  // One scrape late and one rate window wide: a forecast that waits longer is a late one.
  private static String clock(LivePlan plan, Anchors anchors) {
    return COMMENT
        + """
        timescale:
          step: %ds
          wallAnchor: %s
          nominalAnchor: %s
        settle: 4s
        rateWindow: %ds
        """
            .formatted(
                plan.step().toSeconds(),
                anchors.wall(),
                anchors.nominal(),
                plan.step().toSeconds());
  }

  private static String workload(Side side) {
    return "  - workload: "
        + side.namespace()
        + "/backend\n"
        + "    demand: request_rate\n"
        + "    readyReplicas: ready_replicas\n"
        + ("    minReplicas: " + LivePlan.FEWEST_PODS + "\n")
        + ("    maxReplicas: " + LivePlan.MOST_PODS + "\n")
        + ("    capacity: " + LivePlan.SUSTAINED + "\n")
        + ("    target: " + LivePlan.TARGET_OF_SUSTAINED + "\n");
  }

  private static String ours(int leadSeconds) {
    return "    trustedTarget: "
        + LivePlan.TRUSTED_TARGET
        + "\n    leadTimeSeconds: "
        + leadSeconds
        + "\n    priceFactor: "
        + LivePlan.PRICE_OF_VIOLATION
        + "\n    zone: UTC\n";
  }
}

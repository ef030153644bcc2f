package io.tidewatch.demo.load;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Counts as JSON: one field for each kind, latencies only when there are any. */
final class CountsJson {
  private CountsJson() {}

  static void put(ObjectNode node, Counts counts) {
    node.put("offered", counts.offered());
    node.put("sent", counts.sent());
    node.put("shed", counts.shed());
    for (Kind kind : Kind.values()) {
      node.put(kind.key(), counts.of(kind));
    }
    node.put("failed", counts.failed());
    counts
        .latency()
        .ifPresent(
            latency ->
                node.put("p50_ms", tenths(latency.p50()))
                    .put("p95_ms", tenths(latency.p95()))
                    .put("p99_ms", tenths(latency.p99()))
                    .put("max_ms", tenths(latency.max())));
  }

  static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}

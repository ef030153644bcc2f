package io.tidewatch.local.live;

import java.util.List;

/**
 * One copy of the demo app.
 *
 * @param name a letter
 * @param namespace where it runs
 * @param policy that scales it: {@code hpa}, or {@code tidewatch} beside one
 */
record Side(String name, String namespace, String policy) {
  /** Twice the same: what differs between them is noise. */
  static final List<Side> SAME_POLICY =
      List.of(new Side("A", "aiops-demo", "hpa"), new Side("B", "aiops-demo-hpa", "hpa"));

  /** As people read it. */
  String label() {
    return (policy.equals("hpa") ? "HPA" : "Tidewatch") + " (" + name + ")";
  }
}

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
  static final String HPA = "hpa";
  static final String TIDEWATCH = "tidewatch";

  /** What is scaled in each of them. */
  static final String WORKLOAD = "backend";

  /** Twice the same: what differs between them is noise. */
  static final List<Side> SAME_POLICY =
      List.of(new Side("A", "aiops-demo", HPA), new Side("B", "aiops-demo-hpa", HPA));

  /** As its user wrote it, and the same HPA under Tidewatch. */
  static final List<Side> AGAINST_EACH_OTHER =
      List.of(new Side("A", "aiops-demo-hpa", HPA), new Side("B", "aiops-demo", TIDEWATCH));

  boolean ours() {
    return policy.equals(TIDEWATCH);
  }

  /** As people read it. */
  String label() {
    return (ours() ? "Tidewatch" : "HPA") + " (" + name + ")";
  }
}

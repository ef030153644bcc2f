package io.tidewatch.demo.history.logs;

import java.util.Map;
import java.util.TreeMap;

/** A pod that logs, under the names that its metrics have. */
public record LogSource(String namespace, String workload, String pod) {
  /** The labels of its stream. */
  Map<String, String> labels() {
    return new TreeMap<>(
        Map.of("namespace", namespace, "workload", workload, "pod", pod, "container", workload));
  }
}

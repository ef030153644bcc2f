package io.tidewatch.operator.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The two fields of an HPA that we may ever write; the list of metrics is one atomic field. */
enum HpaField {
  MIN_REPLICAS("minReplicas", List.of("f:minReplicas")),
  METRICS("metrics", List.of("f:metrics", "f:targetCPUUtilizationPercentage"));

  private final String key;
  private final List<String> paths;

  HpaField(String key, List<String> paths) {
    this.key = key;
    this.paths = paths;
  }

  String key() {
    return key;
  }

  static Optional<HpaField> ofPath(String path) {
    return Arrays.stream(values()).filter(field -> field.paths.contains(path)).findFirst();
  }
}

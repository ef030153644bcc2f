package io.tidewatch.policy;

import java.util.List;
import java.util.Objects;

/**
 * A HorizontalPodAutoscaler of autoscaling/v2, its defaults filled in.
 *
 * @param min {@code minReplicas}; 0 only where the cluster allows it
 * @param behavior {@link Behavior#builtIn()} where none is written
 */
public record HpaSpec(int min, int max, List<HpaMetric> metrics, Behavior behavior) {
  public HpaSpec {
    metrics = List.copyOf(metrics);
    Objects.requireNonNull(behavior, "behavior");
    if (min < 0 || max < Math.max(1, min) || metrics.isEmpty()) {
      throw new IllegalArgumentException(
          "needs 0 <= min <= max, max >= 1 and a metric: " + min + ", " + max);
    }
  }

  int clamp(int count) {
    return Math.min(max, Math.max(min, count));
  }
}

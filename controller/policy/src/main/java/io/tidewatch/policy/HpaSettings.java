package io.tidewatch.policy;

import java.util.Objects;

/**
 * An HPA as its user wrote it.
 *
 * @param target utilisation (0..1] of a pod's capacity that it aims at
 * @param min fewest pods
 * @param max most pods
 * @param metric what it measures
 * @param behavior how fast it may change the count
 */
public record HpaSettings(double target, int min, int max, Metric metric, Behavior behavior) {
  public HpaSettings {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(behavior, "behavior");
    if (!(target > 0 && target <= 1)) {
      throw new IllegalArgumentException("target must lie in (0, 1]: " + target);
    }
    if (min < 1 || max < min) {
      throw new IllegalArgumentException("needs 1 <= min <= max: " + min + ", " + max);
    }
  }

  /** The same HPA aiming at another utilisation. */
  public HpaSettings withTarget(double other) {
    return new HpaSettings(other, min, max, metric, behavior);
  }

  /** {@code count} within min and max. */
  public int clamp(int count) {
    return Math.min(max, Math.max(min, count));
  }

  /** What an HPA can measure. */
  public enum Metric {
    /** CPU: a ready pod cannot use more than its capacity, so overload is seen as 100 %. */
    CPU,
    /** Requests per second: overload is seen in full. */
    REQUESTS
  }
}

package io.tidewatch.operator.actuate;

import java.util.Objects;

/**
 * What a decision wants of a target that no HPA owns.
 *
 * @param from the count that was decided about
 * @param wanted the count that was decided
 */
public record ScaleOrder(TargetName target, int from, int wanted, int min, int max) {
  public ScaleOrder {
    Objects.requireNonNull(target, "target");
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("bounds: " + min + " to " + max);
    }
  }

  int bounded() {
    return Math.max(min, Math.min(wanted, max));
  }
}

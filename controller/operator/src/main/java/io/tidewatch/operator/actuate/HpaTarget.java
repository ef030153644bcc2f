package io.tidewatch.operator.actuate;

import java.util.Objects;

/**
 * The target of an HPA that measures shares of the CPU request, before and after that has changed.
 *
 * @param from percent, as its user wrote it
 * @param to percent that mean the same of the new request
 */
public record HpaTarget(String name, int from, int to) {
  public HpaTarget {
    Objects.requireNonNull(name, "name");
    if (from < 1 || to < 1) {
      throw new IllegalArgumentException("a target is at least 1 %: " + from + ", " + to);
    }
  }

  /** The target that keeps the CPU of a pod at which the HPA adds another one. */
  public static HpaTarget keeping(String name, int from, long before, long after) {
    return new HpaTarget(name, from, (int) Math.max(1, Math.round((double) from * before / after)));
  }

  /** What takes it back. */
  public HpaTarget back() {
    return new HpaTarget(name, to, from);
  }
}

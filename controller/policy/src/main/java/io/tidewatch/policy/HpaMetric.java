package io.tidewatch.policy;

import java.util.Objects;

/**
 * One entry of {@code spec.metrics} that is read per pod.
 *
 * @param name of the resource or of the Pods metric
 * @param amount percent of the request, or thousandths per pod
 */
public record HpaMetric(Kind kind, String name, long amount) {
  public HpaMetric {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    if (amount <= 0) {
      throw new IllegalArgumentException("a target must be above 0: " + amount);
    }
  }

  /** Where the values come from, and what the target means. */
  public enum Kind {
    /** {@code Resource} with {@code averageUtilization}. */
    RESOURCE_UTILIZATION,
    /** {@code Resource} with {@code averageValue}. */
    RESOURCE_AVERAGE,
    /** {@code Pods}, which has only {@code averageValue}. */
    PODS_AVERAGE
  }

  boolean utilization() {
    return kind == Kind.RESOURCE_UTILIZATION;
  }

  /** CPU is the one resource whose reading is doubted while a pod starts. */
  boolean cpu() {
    return kind != Kind.PODS_AVERAGE && name.equals("cpu");
  }

  HpaBranch branch() {
    return switch (kind) {
      case RESOURCE_UTILIZATION -> cpu() ? HpaBranch.CPU_UTILIZATION : HpaBranch.OTHER_UTILIZATION;
      case RESOURCE_AVERAGE -> cpu() ? HpaBranch.CPU_AVERAGE : HpaBranch.OTHER_AVERAGE;
      case PODS_AVERAGE -> HpaBranch.PODS_AVERAGE;
    };
  }
}

package io.tidewatch.policy;

import java.util.Objects;

/**
 * What the policy remembers between two decisions.
 *
 * @param hpa memory of the HPA beside it
 * @param asks pods that current demand asked for at the trusted target
 * @param floor the floor in force; 0 without one
 */
public record PolicyState(HpaState hpa, RecentCounts asks, int floor) {
  public PolicyState {
    Objects.requireNonNull(hpa, "hpa");
    Objects.requireNonNull(asks, "asks");
  }

  /** A fresh start beside {@code count} pods, which are kept until demand has been watched. */
  public static PolicyState starting(int count) {
    return new PolicyState(HpaState.starting(count), RecentCounts.of(count), 0);
  }
}

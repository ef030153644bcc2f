package io.tidewatch.policy;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What an HPA remembers between two syncs.
 *
 * @param recommendations what it asked for, before the limit on the speed of change
 * @param counts the counts that it found
 * @param load the demand of the sync before, in pods' worth of capacity
 */
public record HpaState(RecentCounts recommendations, RecentCounts counts, OptionalDouble load) {
  public HpaState {
    Objects.requireNonNull(recommendations, "recommendations");
    Objects.requireNonNull(counts, "counts");
  }

  /** A fresh HPA; it takes the count it finds as its first recommendation, as Kubernetes does. */
  public static HpaState starting(int count) {
    RecentCounts first = RecentCounts.of(count);
    return new HpaState(first, first, OptionalDouble.empty());
  }

  HpaState with(int recommendation, int count, OptionalDouble newest, int memory) {
    return new HpaState(
        recommendations.with(recommendation, memory), counts.with(count, memory), newest);
  }

  /** The mean of the last two loads, or the newest alone; empty when that is unknown. */
  OptionalDouble averaged(OptionalDouble newest) {
    if (newest.isEmpty() || load.isEmpty()) {
      return newest;
    }
    return OptionalDouble.of((newest.getAsDouble() + load.getAsDouble()) / 2);
  }
}

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
public record HpaState(Recommendations recommendations, RecentCounts counts, OptionalDouble load) {
  public HpaState {
    Objects.requireNonNull(recommendations, "recommendations");
    Objects.requireNonNull(counts, "counts");
  }

  /** A fresh HPA; it takes the count it finds as its first recommendation, as Kubernetes does. */
  public static HpaState starting(int count) {
    return new HpaState(Recommendations.of(count), RecentCounts.of(count), OptionalDouble.empty());
  }

  /** A sync later, {@code millis} after the one before; nothing is recommended yet. */
  HpaState after(long millis, int count, OptionalDouble newest, int memory) {
    return new HpaState(recommendations.after(millis), counts.with(count, memory), newest);
  }

  HpaState recommending(int wish, long millis) {
    return new HpaState(recommendations.with(wish, millis), counts, load);
  }

  /** The mean of the last two loads, or the newest alone; empty when that is unknown. */
  OptionalDouble averaged(OptionalDouble newest) {
    if (newest.isEmpty() || load.isEmpty()) {
      return newest;
    }
    return OptionalDouble.of((newest.getAsDouble() + load.getAsDouble()) / 2);
  }
}

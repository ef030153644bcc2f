package io.tidewatch.policy;

import java.util.Objects;

/**
 * What an HPA asked for lately, before windows, rates and bounds, and how long ago.
 *
 * @param pods the counts
 * @param ages their ages in milliseconds
 */
public record Recommendations(RecentCounts pods, RecentCounts ages) {
  public Recommendations {
    Objects.requireNonNull(pods, "pods");
    Objects.requireNonNull(ages, "ages");
    if (pods.size() != ages.size()) {
      throw new IllegalArgumentException("each recommendation has an age: " + pods + ", " + ages);
    }
  }

  /** Nothing was recommended yet. */
  public static Recommendations none() {
    return new Recommendations(RecentCounts.of(), RecentCounts.of());
  }

  /** One recommendation of this moment. */
  public static Recommendations of(int count) {
    return new Recommendations(RecentCounts.of(count), RecentCounts.of(0));
  }

  /** The same ones {@code millis} later. */
  Recommendations after(long millis) {
    int[] older = ages.toArray();
    for (int i = 0; i < older.length; i++) {
      older[i] = (int) Math.min(Integer.MAX_VALUE, older[i] + millis);
    }
    return new Recommendations(pods, RecentCounts.of(older));
  }

  /** The largest of {@code wish} and what was recommended less than {@code millis} ago. */
  int highest(int wish, long millis) {
    int highest = wish;
    for (int i = 0; i < pods.size(); i++) {
      highest = ages.at(i) < millis ? Math.max(highest, pods.at(i)) : highest;
    }
    return highest;
  }

  /** The smallest of {@code wish} and what was recommended less than {@code millis} ago. */
  int lowest(int wish, long millis) {
    int lowest = wish;
    for (int i = 0; i < pods.size(); i++) {
      lowest = ages.at(i) < millis ? Math.min(lowest, pods.at(i)) : lowest;
    }
    return lowest;
  }

  /**
   * These and one of this moment, which takes the place of one that is older than {@code millis}.
   * Others that are as old stay, as in the controller: a window that is made longer finds them.
   */
  Recommendations with(int wish, long millis) {
    for (int i = pods.size() - 1; i >= 0; i--) {
      if (ages.at(i) > millis) {
        return new Recommendations(pods.replaced(i, wish), ages.replaced(i, 0));
      }
    }
    return new Recommendations(pods.with(wish, Integer.MAX_VALUE), ages.with(0, Integer.MAX_VALUE));
  }
}

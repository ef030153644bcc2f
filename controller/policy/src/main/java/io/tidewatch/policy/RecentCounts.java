package io.tidewatch.policy;

import java.util.Arrays;

/** The last values of a count, one per 15 s sync, newest last; immutable. */
public final class RecentCounts {
  private static final RecentCounts NONE = new RecentCounts(new int[0]);
  private final int[] values;

  private RecentCounts(int[] values) {
    this.values = values;
  }

  /** The given values, newest last. */
  public static RecentCounts of(int... values) {
    return values.length == 0 ? NONE : new RecentCounts(values.clone());
  }

  /** These values followed by {@code value}, keeping the newest {@code capacity} of them. */
  public RecentCounts with(int value, int capacity) {
    int kept = Math.min(values.length, capacity - 1);
    int[] next = Arrays.copyOfRange(values, values.length - kept, values.length + 1);
    next[kept] = value;
    return new RecentCounts(next);
  }

  /** These values with another one at a place, counted from the oldest. */
  RecentCounts replaced(int place, int value) {
    int[] next = values.clone();
    next[place] = value;
    return new RecentCounts(next);
  }

  int size() {
    return values.length;
  }

  /** The value at a place, counted from the oldest. */
  int at(int place) {
    return values[place];
  }

  /** The largest of the newest {@code syncs} values; 0 if there are none. */
  public int highest(int syncs) {
    int highest = 0;
    for (int i = Math.max(0, values.length - syncs); i < values.length; i++) {
      highest = Math.max(highest, values[i]);
    }
    return highest;
  }

  /** The value {@code syncs} before the newest one, or the oldest known. */
  public int ago(int syncs) {
    if (values.length == 0) {
      throw new IllegalStateException("nothing has been counted yet");
    }
    return values[Math.max(0, values.length - 1 - syncs)];
  }

  /** A copy of the values, newest last. */
  public int[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecentCounts that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}

package io.tidewatch.spark.optimize;

import io.tidewatch.domain.Series;
import java.util.Arrays;

/**
 * Values on the step grid, as wide as what was put: pods come and go, and each lives only part of
 * the window. Of several values of a step the newest known counts.
 */
final class NewestCells {
  private static final int LEAST = 64;

  private long first;
  private double[] values = {};
  private long[] knownAt = {};

  // The value decides between rows of one moment, so that the order of reading never does.
  void put(long step, double value, long known) {
    int at = place(step);
    if (known > knownAt[at] || (known == knownAt[at] && value > values[at])) {
      values[at] = value;
      knownAt[at] = known;
    }
  }

  Series series() {
    return Series.view(first, values, 0, values.length);
  }

  private int place(long step) {
    if (values.length == 0) {
      first = step;
      grow(0, LEAST);
    } else if (step < first) {
      int before = Math.max(values.length, Math.toIntExact(first - step));
      first -= before;
      grow(before, values.length + before);
    } else if (step >= first + values.length) {
      grow(0, Math.max(2 * values.length, Math.toIntExact(step - first + 1)));
    }
    return (int) (step - first);
  }

  private void grow(int before, int length) {
    double[] moreValues = new double[length];
    long[] moreKnown = new long[length];
    Arrays.fill(moreValues, Double.NaN);
    System.arraycopy(values, 0, moreValues, before, values.length);
    System.arraycopy(knownAt, 0, moreKnown, before, knownAt.length);
    values = moreValues;
    knownAt = moreKnown;
  }
}

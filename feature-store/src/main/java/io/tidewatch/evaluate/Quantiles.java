package io.tidewatch.evaluate;

import java.util.Arrays;

/** Empirical quantiles. */
public final class Quantiles {
  private Quantiles() {}

  /** The linearly interpolated {@code p}-quantile (Hyndman and Fan's type 7) of any order. */
  public static double linear(double[] values, double p) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, p);
  }

  /** As {@link #linear}, of values that are sorted already. */
  public static double ofSorted(double[] sorted, double p) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values, no quantile");
    }
    double position = p * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The conformal upper bound of level {@code p}: the ⌈(n+1)p⌉-th smallest, the largest if there
   * are too few (Vovk, Gammerman and Shafer 2005).
   */
  public static double conformalUpper(double[] sorted, double p) {
    int rank = (int) Math.ceil((sorted.length + 1) * p);
    return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1];
  }

  /** The conformal lower bound of level {@code p}: the mirror of {@link #conformalUpper}. */
  public static double conformalLower(double[] sorted, double p) {
    int rank = (int) Math.floor((sorted.length + 1) * p);
    return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1];
  }
}

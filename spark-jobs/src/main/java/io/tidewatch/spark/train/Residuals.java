package io.tidewatch.spark.train;

import io.tidewatch.evaluate.Quantiles;
import java.util.Arrays;

/** Turns what a model has missed into weights and targets for the next one. */
final class Residuals {
  /** Below this share of the median residual all errors count alike, or zero would count most. */
  private static final double FLOOR = 0.3;

  private Residuals() {}

  /**
   * The weights that turn a squared into an absolute error: w ÷ max(|r|, 0.3·median|r|), scaled so
   * that a small residual keeps its weight.
   */
  static double[] reweighted(double[] weights, double[] residuals) {
    double[] sizes = Arrays.stream(residuals).map(Math::abs).toArray();
    double floor = Math.max(FLOOR * Quantiles.linear(sizes, 0.5), Double.MIN_NORMAL);
    double[] next = new double[weights.length];
    Arrays.setAll(next, i -> weights[i] * (floor / Math.max(sizes[i], floor)));
    return next;
  }

  /** The values with the lowest and highest share moved to where that share begins. */
  static double[] clipped(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double low = Quantiles.ofSorted(sorted, share);
    double high = Quantiles.ofSorted(sorted, 1 - share);
    return Arrays.stream(values).map(v -> Math.max(low, Math.min(high, v))).toArray();
  }
}

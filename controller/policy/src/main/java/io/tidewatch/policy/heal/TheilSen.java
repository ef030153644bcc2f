package io.tidewatch.policy.heal;

import java.util.Arrays;
import java.util.Optional;

/**
 * The straight line through points of which some may be far off, with an interval of its slope.
 *
 * <p>The slope is the median of the slopes of all pairs of points (Theil, "A rank-invariant method
 * of linear and polynomial regression analysis", 1950); up to 29 % of the points may be anywhere
 * without carrying it away. The line passes through the median of what the slope leaves over. The
 * interval is that of Sen ("Estimates of the regression coefficient based on Kendall's tau", 1968):
 * of the N = n(n−1)/2 sorted slopes those of rank (N ∓ z·σ)/2, where σ² = n(n−1)(2n+5)/18 is the
 * variance of Kendall's statistic for points without a trend. It supposes that what the line leaves
 * over is independent from point to point; who has samples of which neighbours resemble each other
 * gives a larger z, or fewer points.
 *
 * @param slope change of the value in a unit of time
 * @param lower slope below which the true one hardly lies
 * @param upper slope above which the true one hardly lies
 * @param intercept value of the line at time 0
 */
public record TheilSen(double slope, double lower, double upper, double intercept) {
  /**
   * The line through these points.
   *
   * @param times rising strictly
   * @param values finite, one for each time
   * @param z quantile of the normal distribution that bounds the interval, such as 1.96 for 95 %
   * @return empty if there are too few points for an interval
   */
  public static Optional<TheilSen> of(double[] times, double[] values, double z) {
    int n = times.length;
    if (values.length != n) {
      throw new IllegalArgumentException("as many times as values: " + n + ", " + values.length);
    }
    double[] slopes = slopes(times, values);
    double deviation = z * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
    // Ranks count from 1; both are rounded outwards.
    int lower = (int) Math.floor((slopes.length - deviation) / 2);
    int upper = (int) Math.ceil((slopes.length + deviation) / 2) + 1;
    if (lower < 1 || upper > slopes.length) {
      return Optional.empty();
    }
    double slope = median(slopes);
    double[] left = new double[n];
    for (int i = 0; i < n; i++) {
      left[i] = values[i] - slope * times[i];
    }
    Arrays.sort(left);
    return Optional.of(new TheilSen(slope, slopes[lower - 1], slopes[upper - 1], median(left)));
  }

  /** The value of the line at a time. */
  public double at(double time) {
    return intercept + slope * time;
  }

  /** The slopes of all pairs, sorted. */
  private static double[] slopes(double[] times, double[] values) {
    int n = times.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int place = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[place++] = (values[j] - values[i]) / (times[j] - times[i]);
      }
    }
    Arrays.sort(slopes);
    return slopes;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

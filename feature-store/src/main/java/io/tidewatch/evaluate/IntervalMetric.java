package io.tidewatch.evaluate;

/** Qualities of forecast quantiles and intervals. */
public final class IntervalMetric {
  private IntervalMetric() {}

  /** Share (0..1) of truths inside [lower, upper]. */
  public static double coverage(double[] truth, double[] lower, double[] upper) {
    int inside = 0;
    for (int i = 0; i < truth.length; i++) {
      if (lower[i] <= truth[i] && truth[i] <= upper[i]) {
        inside++;
      }
    }
    return (double) inside / truth.length;
  }

  /** Mean width of the interval in percent of the mean truth. */
  public static double width(double[] truth, double[] lower, double[] upper) {
    double width = 0;
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      width += upper[i] - lower[i];
      sum += truth[i];
    }
    return 100 * width / sum;
  }

  /** Mean pinball loss of a {@code p}-quantile forecast (Koenker and Bassett 1978). */
  public static double pinball(double p, double[] truth, double[] quantile) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double miss = truth[i] - quantile[i];
      sum += Math.max(p * miss, (p - 1) * miss);
    }
    return sum / truth.length;
  }
}

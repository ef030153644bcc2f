package io.tidewatch.evaluate;

/** Errors of point forecasts as formulas over (truth, forecast) pairs of equal length. */
public enum ErrorMetric {
  /** Mean absolute error, in demand units. */
  MAE {
    @Override
    public double of(double[] truth, double[] forecast) {
      return absoluteSum(truth, forecast) / truth.length;
    }
  },
  /** Weighted absolute percentage error: 100·Σ|y−f| ÷ Σy. */
  WAPE {
    @Override
    public double of(double[] truth, double[] forecast) {
      double sum = 0;
      for (double y : truth) {
        sum += y;
      }
      return 100 * absoluteSum(truth, forecast) / sum;
    }
  };

  /** The error of a non-empty set of pairs. */
  public abstract double of(double[] truth, double[] forecast);

  private static double absoluteSum(double[] truth, double[] forecast) {
    if (truth.length != forecast.length || truth.length == 0) {
      throw new IllegalArgumentException("needs as many forecasts as truths, at least one");
    }
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += Math.abs(truth[i] - forecast[i]);
    }
    return sum;
  }
}

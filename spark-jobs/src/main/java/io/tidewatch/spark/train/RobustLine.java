package io.tidewatch.spark.train;

import java.io.Serializable;
import java.util.List;

/**
 * A linear model that the trees start from; each input is clipped to the range that it was fitted
 * in, so it never extrapolates.
 *
 * <p>Trees alone approximate a straight relation (tomorrow's ratio is yesterday's) by steps. The
 * line takes that part, and the trees what is left.
 *
 * @param low what a smaller input counts as
 * @param high what a greater input counts as
 * @param weight per input
 */
public record RobustLine(double[] low, double[] high, double[] weight, double intercept)
    implements Serializable {
  /** The line's answer for one row. */
  public double predict(float[] row) {
    double sum = intercept;
    for (int i = 0; i < weight.length; i++) {
      sum += weight[i] * Math.max(low[i], Math.min(high[i], row[i]));
    }
    return sum;
  }

  /** The line with the least weighted absolute error, a little ridge keeping it unique. */
  static RobustLine fit(List<Example> examples, double[] targets) {
    InputRange range = InputRange.of(examples);
    return new LeastAbsolute(examples, targets, range.low(), range.high()).solve();
  }
}

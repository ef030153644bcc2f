package io.tidewatch.spark.train;

import io.tidewatch.evaluate.Quantiles;
import io.tidewatch.feature.DemandFeatures;
import java.io.Serializable;
import java.util.Arrays;
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
  private static final double CLIPPED = 0.005;

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
    int inputs = examples.get(0).vector().length;
    double[] low = new double[inputs];
    double[] high = new double[inputs];
    // The level stays at [0, 0]: it is the one input with a unit, the line must not know sizes.
    for (int i = 0; i < inputs; i++) {
      if (i != DemandFeatures.LEVEL) {
        double[] sorted = column(examples, i);
        low[i] = Quantiles.ofSorted(sorted, CLIPPED);
        high[i] = Quantiles.ofSorted(sorted, 1 - CLIPPED);
      }
    }
    return new LeastAbsolute(examples, targets, low, high).solve();
  }

  private static double[] column(List<Example> examples, int input) {
    double[] values = new double[examples.size()];
    Arrays.setAll(values, i -> examples.get(i).vector()[input]);
    Arrays.sort(values);
    return values;
  }
}

package io.tidewatch.spark.train;

import io.tidewatch.evaluate.Quantiles;
import io.tidewatch.feature.DemandFeatures;
import java.util.Arrays;
import java.util.List;

/** The range of each input that a linear model is fitted in, without its rarest values. */
record InputRange(double[] low, double[] high) {
  private static final double CLIPPED = 0.002;

  static InputRange of(List<Example> examples) {
    int inputs = examples.get(0).vector().length;
    double[] low = new double[inputs];
    double[] high = new double[inputs];
    // The level stays at [0, 0]: it is the one input with a unit, a line must not know sizes.
    for (int i = 0; i < inputs; i++) {
      if (i != DemandFeatures.LEVEL) {
        double[] sorted = column(examples, i);
        low[i] = Quantiles.ofSorted(sorted, CLIPPED);
        high[i] = Quantiles.ofSorted(sorted, 1 - CLIPPED);
      }
    }
    return new InputRange(low, high);
  }

  /** A vector's values inside the range. */
  double[] clipped(float[] vector) {
    double[] row = new double[vector.length];
    Arrays.setAll(row, i -> Math.max(low[i], Math.min(high[i], vector[i])));
    return row;
  }

  private static double[] column(List<Example> examples, int input) {
    double[] values = new double[examples.size()];
    Arrays.setAll(values, i -> examples.get(i).vector()[input]);
    Arrays.sort(values);
    return values;
  }
}

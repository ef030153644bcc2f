package io.tidewatch.spark.anomaly.bench;

import java.util.Arrays;

/**
 * Standard deviations from the mean of the train part. A metric that hardly moves there counts as
 * if it moved by a thousandth, so that its first move is large and yet finite.
 */
record Scale(double[] mean, double[] deviation) {
  private static final double LEAST = 1e-3;

  static Scale of(Input input) {
    double[] mean = new double[input.columns()];
    double[] deviation = new double[input.columns()];
    for (int column = 0; column < mean.length; column++) {
      int at = column;
      double[] values = input.train().stream().mapToDouble(row -> input.rows()[row][at]).toArray();
      mean[column] = Arrays.stream(values).average().orElseThrow();
      double centre = mean[column];
      double variance =
          Arrays.stream(values).map(v -> (v - centre) * (v - centre)).average().orElseThrow();
      deviation[column] = Math.max(LEAST, Math.sqrt(variance));
    }
    return new Scale(mean, deviation);
  }

  double[] apply(double[] row) {
    double[] standard = new double[row.length];
    Arrays.setAll(standard, i -> (row[i] - mean[i]) / deviation[i]);
    return standard;
  }
}

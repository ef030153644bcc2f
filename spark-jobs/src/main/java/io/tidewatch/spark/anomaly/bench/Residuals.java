package io.tidewatch.spark.anomaly.bench;

/** What the exponentially weighted average of the rows before did not foresee of each row. */
final class Residuals {
  private Residuals() {}

  /** With the weight 2 ÷ (window + 1) for the newest row; of the first row nothing was foreseen. */
  static double[][] of(Input input) {
    double weight = 2.0 / (input.window() + 1);
    double[][] residuals = new double[input.rows().length][input.columns()];
    double[] average = input.rows()[0].clone();
    for (int row = 1; row < residuals.length; row++) {
      for (int column = 0; column < average.length; column++) {
        residuals[row][column] = input.rows()[row][column] - average[column];
        average[column] += weight * residuals[row][column];
      }
    }
    return residuals;
  }
}

package io.tidewatch.spark.anomaly;

import java.io.Serializable;
import java.util.List;

/**
 * (x − mean) ÷ standard deviation per feature, in floats as the exported graph computes it. A
 * feature that never varies has the deviation 1. It moves no split of the forest, but it says how
 * far and to which side a value is unusual.
 */
record Standardiser(float[] mean, float[] deviation) implements Serializable {

  /** Of these rows in their order: sums of doubles depend on it, and a digest must not. */
  static Standardiser of(List<float[]> rows) {
    int columns = rows.get(0).length;
    float[] mean = new float[columns];
    float[] deviation = new float[columns];
    for (int column = 0; column < columns; column++) {
      double centre = mean(rows, column);
      double squares = 0;
      for (float[] row : rows) {
        squares += (row[column] - centre) * (row[column] - centre);
      }
      float spread = (float) Math.sqrt(squares / rows.size());
      mean[column] = (float) centre;
      // Below a float's resolution of the mean there is no spread, only rounding.
      deviation[column] = spread > 1e-6f * Math.abs(mean[column]) ? spread : 1f;
    }
    return new Standardiser(mean, deviation);
  }

  /** The row in standard deviations from the mean. */
  float[] apply(float[] row) {
    float[] standard = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      standard[i] = (row[i] - mean[i]) / deviation[i];
    }
    return standard;
  }

  private static double mean(List<float[]> rows, int column) {
    double sum = 0;
    for (float[] row : rows) {
      sum += row[column];
    }
    return sum / rows.size();
  }
}

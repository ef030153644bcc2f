package io.tidewatch.spark.train;

import java.util.Arrays;
import java.util.List;

/**
 * Least absolute deviations by iteratively re-weighted least squares (Schlossmacher 1973): each
 * round solves the ridge-regularised normal equations with the weights w ÷ max(|r|, ε), where r is
 * the residual of the round before.
 *
 * <p>Inputs are centred and scaled first; those that never vary get no weight.
 */
final class LeastAbsolute {
  private static final int ROUNDS = 4;
  private static final double RIDGE = 1e-3;
  private static final double SMALLEST_SPREAD = 1e-9;

  private final double[][] rows;
  private final double[] targets;
  private final double[] importance;
  private final double[] low;
  private final double[] high;
  private final double[] mean;
  private final double[] perSpread;

  LeastAbsolute(List<Example> examples, double[] targets, double[] low, double[] high) {
    this.targets = targets;
    this.low = low;
    this.high = high;
    this.importance = examples.stream().mapToDouble(Example::weight).toArray();
    this.rows = new double[examples.size()][];
    Arrays.setAll(rows, i -> clipped(examples.get(i).vector()));
    this.mean = new double[low.length];
    this.perSpread = new double[low.length];
    standardise();
  }

  RobustLine solve() {
    double[] weights = importance.clone();
    double[] solution = {};
    for (int round = 0; round < ROUNDS; round++) {
      solution = SymmetricSystem.solve(normalEquations(weights));
      weights = Residuals.reweighted(importance, residuals(solution));
    }
    return line(solution);
  }

  private double[] clipped(float[] vector) {
    double[] row = new double[vector.length];
    Arrays.setAll(row, i -> Math.max(low[i], Math.min(high[i], vector[i])));
    return row;
  }

  private void standardise() {
    int inputs = mean.length;
    double[] squares = new double[inputs];
    for (double[] row : rows) {
      for (int i = 0; i < inputs; i++) {
        mean[i] += row[i] / rows.length;
      }
    }
    for (double[] row : rows) {
      for (int i = 0; i < inputs; i++) {
        row[i] -= mean[i];
        squares[i] += row[i] * row[i] / rows.length;
      }
    }
    Arrays.setAll(
        perSpread,
        i -> squares[i] < SMALLEST_SPREAD * SMALLEST_SPREAD ? 0 : 1 / Math.sqrt(squares[i]));
    for (double[] row : rows) {
      Arrays.setAll(row, i -> row[i] * perSpread[i]);
    }
  }

  /** The weighted XᵀX with a column of ones, and Xᵀy in the last column; upper half. */
  private double[][] normalEquations(double[] weights) {
    int inputs = mean.length;
    double[][] sums = new double[inputs + 1][inputs + 2];
    double total = 0;
    for (int r = 0; r < rows.length; r++) {
      add(sums, rows[r], targets[r], weights[r]);
      total += weights[r];
    }
    for (int i = 0; i < inputs; i++) {
      sums[i][i] += RIDGE * total;
    }
    return sums;
  }

  private static void add(double[][] sums, double[] row, double target, double weight) {
    int inputs = row.length;
    for (int i = 0; i < inputs; i++) {
      double scaled = weight * row[i];
      if (scaled == 0) {
        continue;
      }
      double[] line = sums[i];
      for (int j = i; j < inputs; j++) {
        line[j] += scaled * row[j];
      }
      line[inputs] += scaled;
      line[inputs + 1] += scaled * target;
    }
    sums[inputs][inputs] += weight;
    sums[inputs][inputs + 1] += weight * target;
  }

  private double[] residuals(double[] solution) {
    int inputs = mean.length;
    double[] residuals = new double[rows.length];
    for (int r = 0; r < residuals.length; r++) {
      double answer = solution[inputs];
      for (int i = 0; i < inputs; i++) {
        answer += solution[i] * rows[r][i];
      }
      residuals[r] = targets[r] - answer;
    }
    return residuals;
  }

  private RobustLine line(double[] solution) {
    double[] weight = new double[mean.length];
    double intercept = solution[mean.length];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = solution[i] * perSpread[i];
      intercept -= weight[i] * mean[i];
    }
    return new RobustLine(low, high, weight, intercept);
  }
}

package io.tidewatch.spark.evaluate;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Chooses between trees and a workload's own linear model, by the absolute errors that both make on
 * the calibration part, which neither has seen.
 *
 * <p>The trees are the rule. A line has to be better by 2 %, and the mean difference over blocks of
 * an hour has to exceed twice its standard error (errors of neighbouring steps are no independent
 * witnesses, those of different hours nearly are), so that noise does not choose.
 */
final class FamilyChoice {
  private static final double MARGIN = 0.02;
  private static final double STANDARD_ERRORS = 2;
  private static final int BLOCK = 60;
  private static final int FEWEST_BLOCKS = 8;

  private FamilyChoice() {}

  /** The family for a workload, by models that have not seen its calibration part. */
  static Method of(ForecastModel calibrating, WorkloadRows rows) {
    if (!calibrating.lines().containsKey(rows.workload())) {
      return Method.GBT;
    }
    List<double[]> errors = new ArrayList<>();
    for (int row : Calibration.rows(rows).toArray()) {
      double trees = error(Method.GBT, calibrating, rows, row);
      double line = error(Method.LINEAR, calibrating, rows, row);
      if (!Double.isNaN(trees + line)) {
        errors.add(new double[] {trees, line});
      }
    }
    return lineIsBetter(errors) ? Method.LINEAR : Method.GBT;
  }

  /** Whether the second of each pair, in the order of time, is smaller beyond doubt. */
  static boolean lineIsBetter(List<double[]> errors) {
    int blocks = errors.size() / BLOCK;
    if (blocks < FEWEST_BLOCKS) {
      return false;
    }
    double trees = 0;
    double[] gains = new double[blocks];
    for (int i = 0; i < blocks * BLOCK; i++) {
      double[] pair = errors.get(i);
      trees += pair[0] / BLOCK / blocks;
      gains[i / BLOCK] += (pair[0] - pair[1]) / BLOCK;
    }
    double gain = Arrays.stream(gains).average().orElse(0);
    double squares = Arrays.stream(gains).map(g -> (g - gain) * (g - gain)).sum();
    double standardError = Math.sqrt(squares / (blocks - 1) / blocks);
    return gain > MARGIN * trees && gain > STANDARD_ERRORS * standardError;
  }

  /** Mean over the horizons, or not a number where a truth is missing. */
  private static double error(Method method, ForecastModel model, WorkloadRows rows, int row) {
    double sum = 0;
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      OptionalDouble truth =
          rows.truth(row, DemandFeatures.HORIZONS.get(i), rows.split().trainEnd());
      sum += Math.abs(truth.orElse(Double.NaN) - method.expected(model, rows, row, i));
    }
    return sum / DemandFeatures.HORIZONS.size();
  }
}

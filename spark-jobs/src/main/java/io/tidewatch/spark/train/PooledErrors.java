package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.evaluate.ForecastCell;
import io.tidewatch.spark.evaluate.WorkloadScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a training has measured over all workloads together, per horizon and method. */
record PooledErrors(List<PooledError> errors) {
  PooledErrors {
    errors = List.copyOf(errors);
  }

  /** 100·Σ|y−ŷ| ÷ Σy over all workloads. */
  record PooledError(int horizon, String method, double wape) {}

  /** Pools the scores of all workloads: large ones weigh by their demand. */
  static PooledErrors of(List<WorkloadScore> scores) {
    List<PooledError> pooled = new ArrayList<>();
    for (int horizon : DemandFeatures.HORIZONS) {
      errors(scores, horizon)
          .forEach((method, wape) -> pooled.add(new PooledError(horizon, method, wape)));
    }
    return new PooledErrors(pooled);
  }

  private static Map<String, Double> errors(List<WorkloadScore> scores, int horizon) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (WorkloadScore score : scores) {
      for (ForecastCell cell : score.cells()) {
        if (cell.horizon() == horizon) {
          double[] sum = sums.computeIfAbsent(cell.method(), method -> new double[2]);
          sum[0] += cell.absoluteSum();
          sum[1] += cell.truthSum();
        }
      }
    }
    Map<String, Double> errors = new LinkedHashMap<>();
    sums.forEach((method, sum) -> errors.put(method, 100 * sum[0] / sum[1]));
    return errors;
  }
}

package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.evaluate.ForecastCell;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decides whether a model may become champion: over all workloads together, its held-out error must
 * be below that of the last value and of the seasonal naive at every horizon.
 *
 * @param pooled per horizon and method, the pooled error
 * @param passed whether it may
 * @param reason why, in one sentence
 */
public record Gate(List<PooledError> pooled, boolean passed, String reason) {
  /** 100·Σ|y−ŷ| ÷ Σy over all workloads. */
  public record PooledError(int horizon, String method, double wape) {}

  /** Judges the scores of all workloads. */
  public static Gate of(List<WorkloadScore> scores) {
    List<PooledError> pooled = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    for (int horizon : DemandFeatures.HORIZONS) {
      Map<String, Double> errors = errors(scores, horizon);
      errors.forEach((method, wape) -> pooled.add(new PooledError(horizon, method, wape)));
      double ours = errors.getOrDefault(WorkloadScore.OURS, Double.POSITIVE_INFINITY);
      for (Method baseline : List.of(Method.LAST_VALUE, Method.SEASONAL_NAIVE)) {
        double its = errors.getOrDefault(baseline.label(), Double.POSITIVE_INFINITY);
        if (!(ours < its)) {
          lost.add(
              String.format(
                  Locale.ROOT,
                  "at %d steps %.2f %% against the %s's %.2f %%",
                  horizon,
                  ours,
                  baseline.label(),
                  its));
        }
      }
    }
    return lost.isEmpty()
        ? new Gate(pooled, true, "beats last value and seasonal naive at 5, 10 and 15 steps")
        : new Gate(pooled, false, "does not beat the baselines: " + String.join("; ", lost));
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

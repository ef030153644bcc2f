package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.LinearModel;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A trained forecast: one model per horizon in the order of {@link DemandFeatures#HORIZONS}, each
 * answering with demand ahead ÷ level − 1, and the second family, one linear model per workload.
 *
 * @param lines by workload; one with too few examples has none
 */
public record ForecastModel(List<HorizonModel> horizons, Map<String, LinearModel> lines)
    implements Serializable {
  public ForecastModel {
    horizons = List.copyOf(horizons);
    lines = Map.copyOf(lines);
    if (horizons.size() != DemandFeatures.HORIZONS.size()) {
      throw new IllegalArgumentException("needs one model per horizon");
    }
  }

  /** A model of one family only. */
  public ForecastModel(List<HorizonModel> horizons) {
    this(horizons, Map.of());
  }

  /** The same trees beside these linear models. */
  public ForecastModel withLines(Map<String, LinearModel> others) {
    return new ForecastModel(horizons, others);
  }

  /** Expected demand at the {@code index}-th horizon by the trees, never below zero. */
  public double expected(float[] vector, int index) {
    return demand(vector, horizons.get(index).predict(vector));
  }

  /** The same by the workload's linear model, which it must have. */
  public double expectedByLine(String workload, float[] vector, int index) {
    return demand(vector, lines.get(workload).relative(vector, index));
  }

  private static double demand(float[] vector, double relative) {
    return Math.max(0, vector[DemandFeatures.LEVEL] * (1 + relative));
  }
}

package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import java.io.Serializable;
import java.util.List;

/**
 * A trained forecast, one model per horizon in the order of {@link DemandFeatures#HORIZONS}; each
 * answers with demand ahead ÷ level − 1.
 */
public record ForecastModel(List<HorizonModel> horizons) implements Serializable {
  public ForecastModel {
    horizons = List.copyOf(horizons);
    if (horizons.size() != DemandFeatures.HORIZONS.size()) {
      throw new IllegalArgumentException("needs one model per horizon");
    }
  }

  /** Expected demand at the {@code index}-th horizon, never below zero. */
  public double expected(float[] vector, int index) {
    double level = vector[DemandFeatures.LEVEL];
    return Math.max(0, level * (1 + horizons.get(index).predict(vector)));
  }
}

package io.tidewatch.domain;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a model says at one step of one workload: the coming demand per horizon and the peak.
 *
 * @param featureTime the newest sample that the forecast saw
 * @param level the workload's own level then, in demand units
 */
public record Forecast(
    WorkloadId workload,
    ModelId model,
    Instant featureTime,
    double level,
    List<ForecastPoint> points,
    PeakDistribution peak) {
  public Forecast {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(featureTime, "featureTime");
    Objects.requireNonNull(peak, "peak");
    points = List.copyOf(points);
  }

  /** Name, version and alias of the registered model that made a forecast. */
  public record ModelId(String name, String version, String alias) {
    public ModelId {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(alias, "alias");
    }
  }
}

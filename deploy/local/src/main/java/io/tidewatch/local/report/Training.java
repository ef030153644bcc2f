package io.tidewatch.local.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;

/**
 * What the training has written into {@code train.json}.
 *
 * @param champion whether the new version became the champion
 * @param reason why it did or did not
 * @param rows feature rows that it learned from
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Training(
    List<ForecastCell> forecast,
    List<ForecastCell> pooled,
    List<ModelVersion> models,
    boolean champion,
    String reason,
    long rows) {
  public Training {
    forecast = forecast == null ? List.of() : List.copyOf(forecast);
    pooled = pooled == null ? List.of() : List.copyOf(pooled);
    models = models == null ? List.of() : List.copyOf(models);
    reason = Objects.requireNonNullElse(reason, "");
  }

  /** A training that has not taken place. */
  public static Training none(String reason) {
    return new Training(List.of(), List.of(), List.of(), false, reason, 0);
  }
}

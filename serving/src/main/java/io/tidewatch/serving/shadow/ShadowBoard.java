package io.tidewatch.serving.shadow;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.serving.forecast.Method;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What the challenger would have said at one step.
 *
 * @param at the time of the step
 * @param model the version that said it
 */
public record ShadowBoard(Instant at, ModelId model, Map<WorkloadId, Said> said) {
  public ShadowBoard {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(model, "model");
    said = Map.copyOf(said);
  }

  /** Its forecast of one workload, and the family that it comes from. */
  public record Said(Forecast forecast, Method method) {}
}

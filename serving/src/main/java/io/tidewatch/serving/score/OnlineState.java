package io.tidewatch.serving.score;

import io.tidewatch.domain.Forecast.ModelId;
import java.util.List;
import java.util.Objects;

/**
 * What a workload's intervals have learned from the truth, which a restart must not forget.
 *
 * @param model whose intervals they are
 * @param shifts in the order of the trained horizons
 */
public record OnlineState(ModelId model, List<IntervalShift> shifts) {
  public OnlineState {
    Objects.requireNonNull(model, "model");
    shifts = List.copyOf(shifts);
  }
}

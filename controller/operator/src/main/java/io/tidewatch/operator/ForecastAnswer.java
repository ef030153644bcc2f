package io.tidewatch.operator;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.HeldOutError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A forecast with how its model did on held-out data, or why there is none.
 *
 * @param challenger what another version says to the same question, if there is one
 * @param heldOut errors per horizon on data after the training
 */
public record ForecastAnswer(
    Optional<Forecast> forecast,
    Optional<Forecast> challenger,
    List<HeldOutError> heldOut,
    Optional<Why> problem) {
  public ForecastAnswer {
    Objects.requireNonNull(forecast, "forecast");
    Objects.requireNonNull(challenger, "challenger");
    heldOut = List.copyOf(heldOut);
    if (forecast.isPresent() == problem.isPresent()) {
      throw new IllegalArgumentException("an answer has a forecast or a problem");
    }
  }

  static ForecastAnswer of(Forecast forecast, List<HeldOutError> heldOut) {
    return new ForecastAnswer(Optional.of(forecast), Optional.empty(), heldOut, Optional.empty());
  }

  /** The same beside what the challenger says. */
  ForecastAnswer withChallenger(Optional<Forecast> said) {
    return new ForecastAnswer(forecast, said, heldOut, problem);
  }

  static ForecastAnswer missing(Why why) {
    return new ForecastAnswer(Optional.empty(), Optional.empty(), List.of(), Optional.of(why));
  }
}

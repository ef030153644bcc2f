package io.tidewatch.policy.simulate;

import io.tidewatch.domain.HeldOutError;
import java.util.Optional;

/** Forecasts for the replayed part of one trace, made beforehand and without looking ahead. */
public interface ForecastSource {
  /** The forecast made at {@code minute} of the replay from demand up to and at that minute. */
  Optional<MinuteForecast> at(int minute);

  /** How the model did at {@link MinuteForecast#HORIZON} on data between training and replay. */
  Optional<HeldOutError> heldOut();

  /** No model at all: every policy of ours is then the plain HPA. */
  static ForecastSource none() {
    return new ForecastSource() {
      @Override
      public Optional<MinuteForecast> at(int minute) {
        return Optional.empty();
      }

      @Override
      public Optional<HeldOutError> heldOut() {
        return Optional.empty();
      }
    };
  }
}

package io.tidewatch.operator;

import io.tidewatch.domain.Forecast;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The pods that champion and challenger would each have asked for, had its forecast been trusted:
 * versions are compared on decisions, not only on errors.
 *
 * @param champion empty without a forecast or a known capacity
 * @param challenger the same of the challenger
 */
public record AliasReplicas(OptionalInt champion, OptionalInt challenger) {
  public AliasReplicas {
    Objects.requireNonNull(champion, "champion");
    Objects.requireNonNull(challenger, "challenger");
  }

  static AliasReplicas of(DecisionInputs inputs, Optional<Forecast> challenger) {
    return new AliasReplicas(asked(inputs, inputs.forecast()), asked(inputs, challenger));
  }

  private static OptionalInt asked(DecisionInputs inputs, Optional<Forecast> forecast) {
    return forecast.map(said -> Decider.askedIfTrusted(inputs, said)).orElseGet(OptionalInt::empty);
  }
}

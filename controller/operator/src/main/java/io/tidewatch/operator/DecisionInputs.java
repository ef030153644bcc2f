package io.tidewatch.operator;

import io.tidewatch.domain.Forecast;
import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.policy.PolicyState;
import io.tidewatch.policy.Reason;
import io.tidewatch.policy.TrustGate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * All that one decision depends on, so that a record of it can be replayed.
 *
 * @param leadSteps steps that the forecast has to look ahead
 * @param state what the policy remembers
 * @param demand now, in demand units; empty when unknown
 * @param ready pods that serve
 * @param all ready and starting pods
 * @param usualDemand mean demand
 * @param gate score of the forecasts so far
 * @param forecast the newest one, if it is fresh
 * @param withheld why there is none
 * @param frozen the floor of the last trusted decision, while it has not expired
 */
public record DecisionInputs(
    PolicySettings settings,
    int leadSteps,
    PolicyState state,
    OptionalDouble demand,
    int ready,
    int all,
    Capacity capacity,
    double usualDemand,
    TrustGate gate,
    Optional<Forecast> forecast,
    Optional<Reason> withheld,
    OptionalInt frozen) {
  public DecisionInputs {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(demand, "demand");
    Objects.requireNonNull(capacity, "capacity");
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(frozen, "frozen");
    if (forecast.isPresent() == withheld.isPresent()) {
      throw new IllegalArgumentException("there is a forecast or a reason why not");
    }
  }
}

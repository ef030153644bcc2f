package io.tidewatch.policy;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that one decision sees.
 *
 * @param demand demand now; not finite or negative is taken as unknown
 * @param ready pods that serve
 * @param all ready and starting pods
 * @param capacity demand that one ready pod carries
 * @param usualDemand mean demand, which makes the workload's usual number of pods
 * @param trust whether the forecast may be acted on
 * @param outlook the newest forecast, if one is fresh
 */
public record PolicyInputs(
    OptionalDouble demand,
    int ready,
    int all,
    Capacity capacity,
    double usualDemand,
    Trust trust,
    Optional<DemandOutlook> outlook) {
  public PolicyInputs {
    Objects.requireNonNull(capacity, "capacity");
    Objects.requireNonNull(trust, "trust");
    Objects.requireNonNull(outlook, "outlook");
    if (ready < 0 || all < ready) {
      throw new IllegalArgumentException("needs 0 <= ready <= all: " + ready + ", " + all);
    }
    if (!(usualDemand >= 0 && Double.isFinite(usualDemand))) {
      throw new IllegalArgumentException("usualDemand must be finite: " + usualDemand);
    }
    if (demand.isPresent()
        && !(demand.getAsDouble() >= 0 && Double.isFinite(demand.getAsDouble()))) {
      demand = OptionalDouble.empty();
    }
  }

  /** Demand in pods' worth of capacity; empty when either is unknown. */
  OptionalDouble load() {
    if (demand.isEmpty() || capacity.perPod().isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(demand.getAsDouble() / capacity.perPod().getAsDouble());
  }

  /** Whether there is a forecast to act on, and if not why. */
  Trust usable() {
    if (capacity.perPod().isEmpty()) {
      return Trust.withheld(ReasonCode.UNKNOWN_CAPACITY, 0);
    }
    if (trust.trusted() && outlook.isEmpty()) {
      return Trust.withheld(ReasonCode.NO_FORECAST, 0);
    }
    return trust;
  }
}

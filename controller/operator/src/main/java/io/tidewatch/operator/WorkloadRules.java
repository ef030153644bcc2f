package io.tidewatch.operator;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.DecisionRecord.Observed;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.Actuation;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.policy.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What follows from the catalogue for one workload and never changes.
 *
 * @param settle how long samples may be late (wall time)
 * @param settings as the owner wrote them, before anything is learned; their κ prices violations
 * @param learns whether learned parameters may be used
 */
record WorkloadRules(
    WorkloadSpec spec,
    Timescale timescale,
    Duration settle,
    PolicySettings settings,
    boolean learns) {
  private static final double ROUNDING = 1e-9;
  private static final int STALE_STEPS = 2;

  static WorkloadRules of(WorkloadSpec spec, Catalogue catalogue) {
    // Raising the HPA's target is the user's to allow; without it a floor is all there is.
    Actuation actuation =
        spec.trustedTarget().isPresent() ? Actuation.FLOOR_AND_TARGET : Actuation.FLOOR;
    return of(spec, catalogue, actuation, Behavior.defaults());
  }

  /** As above, for those who have said how decisions reach the workload, and how fast. */
  static WorkloadRules of(
      WorkloadSpec spec, Catalogue catalogue, Actuation actuation, Behavior behavior) {
    PolicySettings settings = settings(spec, actuation, behavior);
    return new WorkloadRules(spec, catalogue.timescale(), catalogue.settle(), settings, true);
  }

  /** The same where the owner has said whether learned parameters may be used. */
  WorkloadRules learning(boolean allowed) {
    return new WorkloadRules(spec, timescale, settle, settings, allowed);
  }

  private static PolicySettings settings(
      WorkloadSpec spec, Actuation actuation, Behavior behavior) {
    HpaSettings hpa =
        new HpaSettings(
            spec.target(),
            spec.minReplicas(),
            spec.maxReplicas(),
            HpaSettings.Metric.REQUESTS,
            behavior);
    return new PolicySettings(
        hpa,
        actuation,
        spec.trustedTarget().orElse(Math.max(spec.target(), Profile.CAREFUL.trustedTarget())),
        spec.priceFactor() * PolicySettings.defaultKappa(spec.leadTimeSeconds()));
  }

  /** Steps that cover the lead time. */
  int leadSteps() {
    return (int) Math.ceil(spec.leadTimeSeconds() / (double) Timescale.NOMINAL_STEP.toSeconds());
  }

  /** From the creation of a pod to Ready: the lead time without its decision interval. */
  Duration startUp() {
    return Duration.ofSeconds(
        Math.max(Behavior.SYNC_SECONDS, spec.leadTimeSeconds() - Behavior.SYNC_SECONDS));
  }

  Capacity capacity() {
    if (spec.capacity().isEmpty()) {
      return Capacity.unknown();
    }
    return new Capacity(spec.capacity(), Capacity.Origin.EXPLICIT);
  }

  /** Demand in pods' worth of capacity; empty when either is unknown. */
  OptionalDouble load(OptionalDouble demand) {
    if (demand.isEmpty() || spec.capacity().isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(demand.getAsDouble() / spec.capacity().getAsDouble());
  }

  /** A measured count of pods. */
  OptionalInt count(Reading ready) {
    if (ready.value().isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        (int) Math.min(Integer.MAX_VALUE, Math.round(ready.value().getAsDouble())));
  }

  /**
   * The count to start from: what is ready or, if the catalogue has no query for it, what the HPA
   * would have on this demand. Empty while neither is known.
   */
  Optional<Integer> start(Observed observed) {
    if (observed.readyReplicas().isPresent()) {
      return Optional.of(settings.hpa().clamp(observed.readyReplicas().getAsInt()));
    }
    OptionalDouble load = load(observed.demand());
    if (spec.readyReplicas().isPresent() || load.isEmpty()) {
      return Optional.empty();
    }
    double pods = Math.ceil(load.getAsDouble() / spec.target() - ROUNDING);
    return Optional.of(settings.hpa().clamp((int) pods));
  }

  /**
   * Whether a forecast is young enough to act on: two steps, plus the delay it always has. One from
   * the future tells that two clocks differ, and would stay young for too long.
   */
  boolean fresh(Forecast forecast, Instant now) {
    Duration sync = timescale.wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
    Duration oldest = timescale.step().multipliedBy(STALE_STEPS).plus(settle).plus(sync);
    Duration age = Duration.between(forecast.featureTime(), now);
    return age.compareTo(oldest) < 0 && age.plus(timescale.step()).compareTo(Duration.ZERO) >= 0;
  }

  Ledger.Stood stood(VirtualPods ours, VirtualPods hpas, OptionalDouble demand) {
    OptionalDouble load = load(demand);
    boolean known = load.isPresent();
    return new Ledger.Stood(
        ours.all(),
        hpas.all(),
        known && load.getAsDouble() > ours.ready() + ROUNDING,
        known && load.getAsDouble() > hpas.ready() + ROUNDING);
  }
}

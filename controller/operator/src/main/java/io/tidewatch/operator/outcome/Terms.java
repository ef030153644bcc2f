package io.tidewatch.operator.outcome;

import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.crd.spec.ServiceLevel;
import io.tidewatch.policy.outcome.ServiceLevels;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a PredictiveScaler says about the following up (nominal times).
 *
 * @param version names the version of the spec; a change ends a cool-down
 * @param watch how long after a write the SLO is watched
 * @param coolDown how long what was taken back for the first time is not done again
 */
public record Terms(String version, ServiceLevels levels, Duration watch, Duration coolDown) {
  private static final int USUAL_WATCH_MINUTES = 10;
  private static final int USUAL_COOL_DOWN_MINUTES = 30;

  public Terms {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(levels, "levels");
    Objects.requireNonNull(watch, "watch");
    Objects.requireNonNull(coolDown, "coolDown");
  }

  /** Those of a plan. */
  public static Terms of(ScalerPlan plan) {
    Optional<ServiceLevel> slo = plan.object().spec().map(PredictiveScalerSpec::slo);
    return new Terms(
        plan.object().uid() + "/" + plan.object().generation(),
        slo.map(Terms::levels).orElseGet(ServiceLevels::none),
        minutes(slo.map(ServiceLevel::watchMinutes), USUAL_WATCH_MINUTES),
        minutes(slo.map(ServiceLevel::coolDownMinutes), USUAL_COOL_DOWN_MINUTES));
  }

  private static ServiceLevels levels(ServiceLevel slo) {
    return new ServiceLevels(
        slo.latencyP95Millis() == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(slo.latencyP95Millis() / 1e3),
        slo.errorPercent() == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(slo.errorPercent() / 100));
  }

  private static Duration minutes(Optional<Integer> said, int usual) {
    return Duration.ofMinutes(said.orElse(usual));
  }
}

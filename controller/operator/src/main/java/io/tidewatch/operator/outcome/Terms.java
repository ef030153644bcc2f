package io.tidewatch.operator.outcome;

import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.spec.DemandSource;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.crd.spec.ServiceLevel;
import io.tidewatch.policy.outcome.Service;
import io.tidewatch.policy.outcome.ServiceLevels;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a PredictiveScaler says about the following up (nominal times).
 *
 * @param version names the version of the spec; a change ends a cool-down
 * @param demandIsRequests whether demand is known to be in requests per second
 * @param watch how long after a write the SLO is watched
 * @param coolDown how long what was taken back for the first time is not done again
 */
public record Terms(
    String version,
    ServiceLevels levels,
    boolean demandIsRequests,
    Duration watch,
    Duration coolDown) {
  private static final String REQUEST_RATE = "request_rate";
  private static final int USUAL_WATCH_MINUTES = 10;
  private static final int USUAL_COOL_DOWN_MINUTES = 30;

  public Terms {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(levels, "levels");
    Objects.requireNonNull(watch, "watch");
    Objects.requireNonNull(coolDown, "coolDown");
  }

  /**
   * Compares with what was measured; without requests per second the share that failed is unknown.
   */
  Service judge(ServiceSource.Measured measured, OptionalDouble demand) {
    OptionalDouble requests = demandIsRequests ? demand : OptionalDouble.empty();
    return levels.judge(measured.latency(), measured.errors(), requests);
  }

  /** Those of a plan. */
  public static Terms of(ScalerPlan plan) {
    Optional<ServiceLevel> slo = plan.object().spec().map(PredictiveScalerSpec::slo);
    return new Terms(
        plan.object().uid() + "/" + plan.object().generation(),
        slo.map(Terms::levels).orElseGet(ServiceLevels::none),
        requests(plan.object().spec().map(PredictiveScalerSpec::demand)),
        minutes(slo.map(ServiceLevel::watchMinutes), USUAL_WATCH_MINUTES),
        minutes(slo.map(ServiceLevel::coolDownMinutes), USUAL_COOL_DOWN_MINUTES));
  }

  // The catalogue does not tell units: only the built-in query is sure, which is also the default.
  static boolean requests(Optional<DemandSource> demand) {
    return demand
        .map(
            each ->
                each.metric() == null ? each.query() == null : each.metric().equals(REQUEST_RATE))
        .orElse(true);
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

package io.tidewatch.operator.heal;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.spec.RestartRules;
import io.tidewatch.policy.heal.HealRules;
import java.time.Duration;
import java.util.Optional;

/**
 * What the owner of a workload allows about its pods.
 *
 * @param mode the one in force
 */
record HealPlan(ScalerPlan scaler, Mode mode, HealRules rules, Duration patience) {
  private static final int USUAL_PER_DAY = 2;
  private static final int USUAL_COOL_DOWN = 30;
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);

  /** Empty if nothing is to be said or done about its pods. */
  static Optional<HealPlan> of(
      ScalerPlan plan, Mode limit, int clusterPerDay, Timescale timescale) {
    RestartRules rules = plan.object().spec().orElseThrow().restart();
    if (rules == null || !Boolean.TRUE.equals(rules.enabled())) {
      return Optional.empty();
    }
    Mode mode = plan.mode().compareTo(limit) <= 0 ? plan.mode() : limit;
    // A nominal minute is a step.
    HealRules heal =
        HealRules.of(
            or(rules.coolDownMinutes(), USUAL_COOL_DOWN),
            or(rules.mostPerDay(), USUAL_PER_DAY),
            clusterPerDay);
    Duration twice = Duration.ofSeconds(2L * plan.workload().leadTimeSeconds());
    Duration patience = twice.compareTo(LEAST_PATIENCE) > 0 ? twice : LEAST_PATIENCE;
    return Optional.of(
        new HealPlan(
            plan,
            mode,
            mode == Mode.CANARY ? heal.atMostPerDay(1) : heal,
            timescale.wallDuration(patience)));
  }

  WorkloadId workload() {
    return scaler.workload().workload();
  }

  boolean acts() {
    return mode == Mode.CANARY || mode == Mode.ACT;
  }

  boolean frozen() {
    return scaler.frozen().isPresent();
  }

  private static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}

package io.tidewatch.operator.crd;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.operator.crd.spec.ParameterRules;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.policy.Actuation;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.CapacityLearner;
import java.util.Objects;
import java.util.Optional;

/**
 * What follows from one PredictiveScaler for the loop.
 *
 * @param mode what the object allows
 * @param query a demand query of its own, under the name that the workload's demand has
 * @param learned what its pods carry, if that was to be learned and is known
 * @param frozen why nothing may be changed at this time
 * @param rolling whether a new version of the target is being rolled out
 * @param leadTooLong whether its pods start slower than forecasts reach
 */
public record ScalerPlan(
    ScalerObject object,
    WorkloadSpec workload,
    Mode mode,
    Actuation actuation,
    Behavior behavior,
    Optional<OwnQuery> query,
    Optional<CapacityLearner.Learned> learned,
    Optional<Problem> frozen,
    boolean rolling,
    boolean leadTooLong) {
  public ScalerPlan {
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(actuation, "actuation");
    Objects.requireNonNull(behavior, "behavior");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(frozen, "frozen");
  }

  /** The same while pods come and go for another reason. */
  public ScalerPlan whileRolling(boolean moving) {
    return new ScalerPlan(
        object,
        workload,
        mode,
        actuation,
        behavior,
        query,
        learned,
        frozen,
        rolling || moving,
        leadTooLong);
  }

  /** A demand query that is about one workload. */
  public record OwnQuery(String name, String promql, String unit) {}

  /** Whether the loop has to know: statuses and freezes come and go without it. */
  boolean decidesAs(ScalerPlan other) {
    return workload.equals(other.workload)
        && actuation == other.actuation
        && behavior.equals(other.behavior)
        && query.equals(other.query)
        && learnsParameters() == other.learnsParameters();
  }

  /** Whether learned parameters may be used: unless the owner says no. */
  public boolean learnsParameters() {
    return object
        .spec()
        .map(PredictiveScalerSpec::parameters)
        .map(ParameterRules::learned)
        .orElse(true);
  }
}

package io.tidewatch.operator.crd;

import java.util.Objects;
import java.util.Optional;

/**
 * One PredictiveScaler and what became of it.
 *
 * @param plan what the loop does with it
 * @param problem why it does nothing
 */
public record ScalerEntry(
    ScalerObject object, TargetSight target, Optional<ScalerPlan> plan, Optional<Problem> problem) {
  public ScalerEntry {
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(target, "target");
    if (plan.isPresent() == problem.isPresent()) {
      throw new IllegalArgumentException("there is a plan, or a reason why not");
    }
  }

  static ScalerEntry planned(ScalerPlan plan, TargetSight target) {
    return new ScalerEntry(plan.object(), target, Optional.of(plan), Optional.empty());
  }

  static ScalerEntry refused(ScalerObject object, TargetSight target, Problem problem) {
    return new ScalerEntry(object, target, Optional.empty(), Optional.of(problem));
  }
}

package io.tidewatch.operator;

import io.tidewatch.policy.PolicyState;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What was decided.
 *
 * @param wanted pods, ready and starting
 * @param hpa what the HPA beside the policy asks for, at the target in force
 * @param target the utilisation in force
 * @param trusted whether the forecast took part
 * @param predicted pods that the forecast is worth
 * @param floor the floor that the decision sets
 * @param reasons the chain, in the order of thought
 * @param next what the policy has to remember
 */
public record Outcome(
    int wanted,
    int hpa,
    double target,
    boolean trusted,
    OptionalInt predicted,
    OptionalInt floor,
    List<Why> reasons,
    PolicyState next) {
  public Outcome {
    Objects.requireNonNull(predicted, "predicted");
    Objects.requireNonNull(floor, "floor");
    Objects.requireNonNull(next, "next");
    reasons = List.copyOf(reasons);
  }
}

package io.tidewatch.operator;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.policy.DemandOutlook;
import io.tidewatch.policy.PolicyInputs;
import io.tidewatch.policy.Reason;
import io.tidewatch.policy.ReasonCode;
import io.tidewatch.policy.ScalingDecision;
import io.tidewatch.policy.ScalingPolicy;
import io.tidewatch.policy.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides from {@link DecisionInputs} alone: the policy, and on top of it the rule that a lost
 * forecast lowers nothing before the last floor has expired.
 */
final class Decider {
  private Decider() {}

  static Outcome decide(DecisionInputs inputs) {
    ScalingPolicy policy = new ScalingPolicy(inputs.settings());
    ScalingPolicy.Step step = policy.decide(policyInputs(inputs), inputs.state());
    ScalingDecision decision = step.decision();
    List<Why> reasons = new ArrayList<>(decision.reasons().stream().map(Why::of).toList());
    int wanted = decision.wanted();
    int frozen = inputs.settings().hpa().clamp(inputs.frozen().orElse(0));
    if (inputs.frozen().isPresent() && frozen > wanted) {
      wanted = frozen;
      reasons.add(Why.frozen(frozen));
    }
    return new Outcome(
        wanted,
        decision.hpa(),
        decision.target(),
        decision.predicted().isPresent(),
        decision.predicted(),
        decision.floor(),
        reasons,
        step.next());
  }

  /** What a forecast would have asked for with trust; empty where the capacity is unknown. */
  static OptionalInt askedIfTrusted(DecisionInputs inputs, Forecast forecast) {
    PolicyInputs trusted =
        new PolicyInputs(
            inputs.demand(),
            inputs.ready(),
            inputs.all(),
            inputs.capacity(),
            inputs.usualDemand(),
            new Trust(true, new Reason(ReasonCode.TRUSTED, 1)),
            Optional.of(outlook(forecast.peak(), inputs.leadSteps())));
    ScalingDecision decision =
        new ScalingPolicy(inputs.settings()).decide(trusted, inputs.state()).decision();
    return decision.predicted().isPresent()
        ? OptionalInt.of(decision.wanted())
        : OptionalInt.empty();
  }

  private static PolicyInputs policyInputs(DecisionInputs inputs) {
    return new PolicyInputs(
        inputs.demand(),
        inputs.ready(),
        inputs.all(),
        inputs.capacity(),
        inputs.usualDemand(),
        inputs.withheld().map(reason -> new Trust(false, reason)).orElse(inputs.gate().verdict()),
        inputs.forecast().map(forecast -> outlook(forecast.peak(), inputs.leadSteps())));
  }

  private static DemandOutlook outlook(PeakDistribution peak, int leadSteps) {
    return DemandOutlook.of(List.of(peak), leadSteps);
  }
}

package io.tidewatch.operator;

import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.policy.DemandOutlook;
import io.tidewatch.policy.PolicyInputs;
import io.tidewatch.policy.ScalingDecision;
import io.tidewatch.policy.ScalingPolicy;
import io.tidewatch.policy.Trust;
import java.util.ArrayList;
import java.util.List;

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

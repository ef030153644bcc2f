package io.tidewatch.operator;

import io.tidewatch.policy.PolicySettings;
import java.util.Locale;
import java.util.Optional;

/**
 * What a workload decides by, and why: what was learned where that is sane and its owner has not
 * said otherwise, else what the owner wrote.
 */
record ParametersInForce(PolicySettings settings, Why why) {
  private static final double MOST = 8;

  static ParametersInForce of(WorkloadRules rules, LearnedParameters.Offer offer) {
    if (!rules.learns()) {
      return asWritten(rules, "parameters.learned is false");
    }
    if (rules.spec().priceFactor() != 1) {
      return asWritten(rules, "the price of a violated minute is set by its owner");
    }
    return offer
        .parameters()
        .map(
            learned ->
                nonsense(learned)
                    .map(what -> asWritten(rules, "what was learned is refused: " + what))
                    .orElseGet(() -> learned(rules, learned)))
        .orElseGet(() -> asWritten(rules, offer.missing()));
  }

  // The comparisons are false for NaN too.
  private static Optional<String> nonsense(LearnedParameters learned) {
    double factor = learned.kappaFactor();
    if (!(factor >= 1 / MOST && factor <= MOST)) {
      return Optional.of("its kappa is " + factor + " x the default, not 1/8 to 8");
    }
    double share = learned.targetShare();
    if (!(share >= 0 && share <= 1)) {
      return Optional.of("its share of the way to the trusted target is " + share);
    }
    return Optional.empty();
  }

  private static ParametersInForce asWritten(WorkloadRules rules, String why) {
    String text =
        String.format(
            Locale.ROOT,
            "kappa %.4g, trusted target %.3g: as the spec has it; %s",
            rules.settings().kappa(),
            rules.settings().trustedTarget(),
            why);
    return new ParametersInForce(rules.settings(), new Why("ParametersOfSpec", text));
  }

  private static ParametersInForce learned(WorkloadRules rules, LearnedParameters learned) {
    PolicySettings written = rules.settings();
    PolicySettings settings =
        new PolicySettings(
            written.hpa(),
            written.actuation(),
            trustedTarget(rules, learned.targetShare()),
            learned.kappaFactor() * PolicySettings.defaultKappa(rules.spec().leadTimeSeconds()));
    String text =
        String.format(
            Locale.ROOT,
            "kappa %.4g (%.4g x default), trusted target %.3g: learned, origin %s, policy version"
                + " %s: %s",
            settings.kappa(),
            learned.kappaFactor(),
            settings.trustedTarget(),
            learned.origin(),
            learned.version(),
            learned.why());
    return new ParametersInForce(settings, new Why("ParametersLearned", text));
  }

  // Where the owner has allowed no other target there is no way to go a share of. The whole way is
  // the owner's own number, to the last bit, and rounding never goes beyond it.
  private static double trustedTarget(WorkloadRules rules, double share) {
    double allowed = rules.settings().trustedTarget();
    if (rules.spec().trustedTarget().isEmpty() || share == 1) {
      return allowed;
    }
    double target = rules.spec().target();
    return Math.min(allowed, target + share * (allowed - target));
  }
}

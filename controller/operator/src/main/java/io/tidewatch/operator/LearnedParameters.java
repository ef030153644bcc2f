package io.tidewatch.operator;

import java.util.Objects;
import java.util.Optional;

/**
 * What the optimiser learned for one workload, as serving tells it and still to be judged.
 *
 * @param kappaFactor κ ÷ the default of the lead time
 * @param targetShare how much of the way to the trusted target is used
 * @param origin whose they are: the workload's, the fleet's or the default's
 * @param version of the policy model
 */
record LearnedParameters(
    double kappaFactor, double targetShare, String origin, String version, String why) {
  LearnedParameters {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(why, "why");
  }

  /**
   * What there is for a workload at a time.
   *
   * @param missing why there is nothing, if so
   */
  record Offer(Optional<LearnedParameters> parameters, String missing) {
    static Offer of(LearnedParameters parameters) {
      return new Offer(Optional.of(parameters), "");
    }

    static Offer none(String missing) {
      return new Offer(Optional.empty(), missing);
    }
  }
}

package io.tidewatch.local.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalDouble;

/**
 * One policy on one demand in the simulator.
 *
 * @param trace whose demand
 * @param startupSeconds from the creation of a pod to Ready
 * @param violationMinutes time in which demand exceeded what the ready pods carry
 * @param podHours ready and starting pods over time
 * @param relative pod-hours ÷ the oracle's
 * @param regret pod-hours spent above the HPA's, summed over the hours in which there were any
 * @param kappa the price of a violated minute that this run was tried with, if not the usual one
 * @param capacityFactor by how much this run misjudges the capacity of a pod, if it does
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PolicyRun(
    String trace,
    @JsonProperty("startup_s") int startupSeconds,
    String policy,
    @JsonProperty("violation_min") double violationMinutes,
    @JsonProperty("pod_hours") double podHours,
    double relative,
    @JsonProperty("regret_pod_hours") OptionalDouble regret,
    OptionalDouble kappa,
    @JsonProperty("capacity_factor") OptionalDouble capacityFactor) {
  public PolicyRun {
    regret = regret == null ? OptionalDouble.empty() : regret;
    kappa = kappa == null ? OptionalDouble.empty() : kappa;
    capacityFactor = capacityFactor == null ? OptionalDouble.empty() : capacityFactor;
  }

  /** Whether it asks "what if", instead of being a policy to choose. */
  boolean isVariation() {
    return kappa.isPresent() || capacityFactor.isPresent();
  }
}

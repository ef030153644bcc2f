package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Cost;

/**
 * One replay under one policy.
 *
 * @param violationMinutes minutes in which demand was above what the ready pods carry
 * @param ready serving pods per step
 * @param all ready and starting pods per step: those that are paid
 */
public record SimulationResult(String policy, double violationMinutes, int[] ready, int[] all) {
  /** What the pods cost. */
  public double podHours() {
    return Cost.podHours(all, DemandTrace.STEPS_PER_HOUR);
  }
}

package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Cost;
import java.util.OptionalDouble;

/**
 * One line of a backtest: a policy on a trace at a start-up time.
 *
 * @param violationMinutes minutes in which demand was above what the ready pods carry
 * @param relative pod-hours ÷ the oracle's
 * @param kappa price of a violated minute, on the runs of the curve over κ
 * @param capacityFactor what our policy believed of a pod's capacity ÷ the truth
 * @param cost pod-hours, and savings and regret against the HPA as its user wrote it
 */
public record Run(
    String trace,
    int startupSeconds,
    String policy,
    double violationMinutes,
    double relative,
    OptionalDouble kappa,
    double capacityFactor,
    Cost cost) {
  /** Hours of ready and starting pods. */
  public double podHours() {
    return cost.podHours();
  }
}

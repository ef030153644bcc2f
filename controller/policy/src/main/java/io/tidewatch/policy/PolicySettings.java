package io.tidewatch.policy;

import java.util.Objects;

/**
 * What a workload's owner wants.
 *
 * @param hpa the HPA as its owner wrote it: the fall-back, and the bounds of everything
 * @param actuation how decisions are carried out
 * @param trustedTarget utilisation (0..1] that current demand may reach while trusted
 * @param kappa price of a violated minute, in minutes of all the workload's usual pods
 */
public record PolicySettings(
    HpaSettings hpa, Actuation actuation, double trustedTarget, double kappa) {
  private static final double KAPPA_TIMES_LEAD_MINUTES = 50;

  public PolicySettings {
    Objects.requireNonNull(hpa, "hpa");
    Objects.requireNonNull(actuation, "actuation");
    if (!(trustedTarget > 0 && trustedTarget <= 1)) {
      throw new IllegalArgumentException("trustedTarget must lie in (0, 1]: " + trustedTarget);
    }
    if (!(kappa >= 0 && Double.isFinite(kappa))) {
      throw new IllegalArgumentException("kappa must not be negative: " + kappa);
    }
  }

  /** The target of the HPA that stands beside the policy. */
  double hpaTarget(boolean trusted) {
    return trusted && actuation == Actuation.FLOOR_AND_TARGET ? trustedTarget : hpa.target();
  }

  /** The utilisation that decides about removals: a mere floor leaves that to the user's HPA. */
  double targetInForce(boolean trusted) {
    return trusted && actuation != Actuation.FLOOR ? trustedTarget : hpa.target();
  }

  /** Where κ starts before anything is learned: 50 ÷ the lead time in minutes. */
  public static double defaultKappa(double leadSeconds) {
    return KAPPA_TIMES_LEAD_MINUTES * 60 / leadSeconds;
  }
}

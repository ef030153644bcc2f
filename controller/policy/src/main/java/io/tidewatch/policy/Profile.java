package io.tidewatch.policy;

/** How close to a pod's capacity current demand may come while the forecast is trusted. */
public enum Profile {
  /** Pods never below demand ÷ (0.8 c). */
  CAREFUL(0.8),
  /** Pods never below demand ÷ c. */
  ECONOMY(1.0);

  private final double trustedTarget;

  Profile(double trustedTarget) {
    this.trustedTarget = trustedTarget;
  }

  /** The utilisation (0..1] in force while trusted. */
  public double trustedTarget() {
    return trustedTarget;
  }
}

package io.tidewatch.policy.simulate;

import java.util.Locale;
import java.util.Optional;

/**
 * What the decisions of one hour were worth beside the user's HPA, on the measured demand.
 *
 * @param decidedMinutes nominal minutes for which a decision stood; the others are not counted
 * @param judgedMinutes those of them whose demand was measured
 * @param podHours of our ready and starting pods
 * @param hpaPodHours of the HPA's
 * @param violations empty where capacity or all demand is unknown
 * @param pricedPodHours what we saved, in pod-hours, when a violated minute costs κ·μ pod-minutes
 */
public record HourOutcome(
    double decidedMinutes,
    double judgedMinutes,
    double podHours,
    double hpaPodHours,
    Optional<Violations> violations,
    double pricedPodHours,
    Verdict verdict) {
  /** Minutes in which demand was above what the ready pods carry. */
  public record Violations(double ours, double hpa) {}

  /** Whether the hour was better with us. */
  public enum Verdict {
    HELPED,
    NEUTRAL,
    HARMED,
    /** Too little was measured to say. */
    UNKNOWN;

    /** The spelling in tables. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The HPA's pod-hours less ours; negative where we were dearer. */
  public double savedPodHours() {
    return hpaPodHours - podHours;
  }

  /** What we were dearer by; never negative, so that a good hour cannot hide a bad one. */
  public double regretPodHours() {
    return Math.max(0, -savedPodHours());
  }
}

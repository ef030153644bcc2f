package io.tidewatch.spark.gate;

import java.util.Locale;
import java.util.Optional;

/** Decides whether a champion forest still does what it was promoted for, on newer rows. */
public final class AnomalyBand {
  private final AnomalyLimits limits;

  /** A band with these limits. */
  public AnomalyBand(AnomalyLimits limits) {
    this.limits = limits;
  }

  /** Whether there are enough rows to say anything. */
  public boolean decides(AnomalyEvidence live) {
    return live.rows() >= limits.fewestRows();
  }

  /** Why a version has left its band; empty while it has not, or while there are too few rows. */
  public Optional<String> left(AnomalyEvidence live) {
    if (!decides(live)) {
      return Optional.empty();
    }
    if (live.alarmsPerPodDay() > limits.liveAlarms()) {
      return because(
          "%.1f alarms per pod-day are above %.0f, its limit",
          live.alarmsPerPodDay(), limits.liveAlarms());
    }
    if (live.faults() >= limits.fewestFaults() && live.foundBeyondChance() < limits.leastFound()) {
      return because(
          "it finds %.1f %% of planted faults beyond chance, not %.0f %%",
          100 * live.foundBeyondChance(), 100 * limits.leastFound());
    }
    return Optional.empty();
  }

  /** Why a version should be trained anew before its time; empty while it need not. */
  public Optional<String> drifted(AnomalyEvidence live) {
    boolean overBudget = decides(live) && live.alarmsPerPodDay() > limits.alarmsPerPodDay();
    return overBudget
        ? because(
            "%.1f alarms per pod-day are above the budget of %.0f",
            live.alarmsPerPodDay(), limits.alarmsPerPodDay())
        : left(live);
  }

  /** Whether an earlier version is within the band that the champion has left. */
  public boolean isBetter(AnomalyEvidence earlier) {
    return decides(earlier) && left(earlier).isEmpty();
  }

  private static Optional<String> because(String format, Object... numbers) {
    return Optional.of(String.format(Locale.ROOT, format, numbers));
  }
}

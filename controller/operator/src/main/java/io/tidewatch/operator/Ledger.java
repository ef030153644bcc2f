package io.tidewatch.operator;

import java.time.Instant;
import java.util.Optional;

/**
 * What our pods cost beside the HPA's on the same demand, since the controller's records begin.
 *
 * <p>saved = Σ(HPA's − ours) may be negative; regret = Σ max(0, ours − HPA's) over nominal hours
 * counts only hours that we made dearer. Violations are simulated: demand above ready·capacity.
 *
 * @param until the nominal time up to which is counted; empty before the first
 * @param hour number of the nominal hour that is being counted
 * @param savedThisHour pod-hours of that hour; may be negative
 * @param savedBefore pod-hours of the hours before it
 * @param regretBefore pod-hours of the hours before it
 */
public record Ledger(
    Optional<Instant> until,
    long hour,
    double savedThisHour,
    double savedBefore,
    double regretBefore,
    double violationSeconds,
    double hpaViolationSeconds) {
  private static final int HOUR = 3_600;

  static Ledger empty() {
    return carried(0, 0);
  }

  /** A ledger that goes on from the sums of a controller before a restart. */
  static Ledger carried(double savedPodHours, double regretPodHours) {
    return new Ledger(Optional.empty(), 0, 0, savedPodHours, regretPodHours, 0, 0);
  }

  /** What stood since the last entry. */
  record Stood(int ours, int hpa, boolean violated, boolean hpaViolated) {}

  /** The ledger after {@code stood} has lasted until {@code nominal}. */
  Ledger until(Instant nominal, Stood stood) {
    double seconds =
        until
            .map(from -> Math.max(0, nominal.toEpochMilli() - from.toEpochMilli()) / 1e3)
            .orElse(0.0);
    long nextHour = Math.floorDiv(nominal.getEpochSecond(), HOUR);
    Ledger open = nextHour == hour ? this : closed();
    return new Ledger(
        Optional.of(nominal),
        nextHour,
        open.savedThisHour + (stood.hpa() - stood.ours()) * seconds / HOUR,
        open.savedBefore,
        open.regretBefore,
        violationSeconds + (stood.violated() ? seconds : 0),
        hpaViolationSeconds + (stood.hpaViolated() ? seconds : 0));
  }

  double savedPodHours() {
    return savedBefore + savedThisHour;
  }

  double regretPodHours() {
    return regretBefore + Math.max(0, -savedThisHour);
  }

  private Ledger closed() {
    return new Ledger(
        until, hour, 0, savedPodHours(), regretPodHours(), violationSeconds, hpaViolationSeconds);
  }
}

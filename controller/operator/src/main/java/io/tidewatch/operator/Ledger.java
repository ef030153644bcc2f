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
 * @param priced the same with violations in it
 */
public record Ledger(
    Optional<Instant> until,
    long hour,
    double savedThisHour,
    double savedBefore,
    double regretBefore,
    double violationSeconds,
    double hpaViolationSeconds,
    PricedHour priced) {
  private static final int HOUR = 3_600;

  public Ledger {
    // Records of before this was written down have none.
    priced = priced == null ? PricedHour.carried(0, 0) : priced;
  }

  static Ledger empty() {
    return carried(0, 0);
  }

  /** A ledger that goes on from the sums of a controller before a restart. */
  static Ledger carried(double savedPodHours, double regretPodHours) {
    return carried(savedPodHours, regretPodHours, Carried.NOTHING);
  }

  static Ledger carried(double savedPodHours, double regretPodHours, Carried carried) {
    return new Ledger(
        Optional.empty(),
        0,
        0,
        savedPodHours,
        regretPodHours,
        carried.violationSeconds(),
        carried.hpaViolationSeconds(),
        PricedHour.carried(carried.savedPriced(), carried.regretPriced()));
  }

  /** The sums that no line of a decision carries over a restart. */
  record Carried(
      double savedPriced,
      double regretPriced,
      double violationSeconds,
      double hpaViolationSeconds) {
    static final Carried NOTHING = new Carried(0, 0, 0, 0);
  }

  /** What stood since the last entry. */
  record Stood(int ours, int hpa, boolean violated, boolean hpaViolated) {}

  /** As below, where nothing has a price but pods. */
  Ledger until(Instant nominal, Stood stood) {
    return until(nominal, stood, 0);
  }

  /**
   * The ledger after {@code stood} has lasted until {@code nominal}.
   *
   * @param kappa price of a violated minute, in minutes of the workload's usual pods
   */
  Ledger until(Instant nominal, Stood stood, double kappa) {
    double seconds =
        until
            .map(from -> Math.max(0, nominal.toEpochMilli() - from.toEpochMilli()) / 1e3)
            .orElse(0.0);
    long nextHour = Math.floorDiv(nominal.getEpochSecond(), HOUR);
    Ledger open = nextHour == hour ? this : closed(kappa);
    return new Ledger(
        Optional.of(nominal),
        nextHour,
        open.savedThisHour + (stood.hpa() - stood.ours()) * seconds / HOUR,
        open.savedBefore,
        open.regretBefore,
        violationSeconds + (stood.violated() ? seconds : 0),
        hpaViolationSeconds + (stood.hpaViolated() ? seconds : 0),
        open.priced.plus(seconds, stood));
  }

  double savedPodHours() {
    return savedBefore + savedThisHour;
  }

  double regretPodHours() {
    return regretBefore + Math.max(0, -savedThisHour);
  }

  Carried carried(double kappa) {
    return new Carried(
        priced.savedPodHours(kappa),
        priced.regretPodHours(kappa),
        violationSeconds,
        hpaViolationSeconds);
  }

  private Ledger closed(double kappa) {
    return new Ledger(
        until,
        hour,
        0,
        savedPodHours(),
        regretPodHours(),
        violationSeconds,
        hpaViolationSeconds,
        priced.closed(kappa));
  }
}

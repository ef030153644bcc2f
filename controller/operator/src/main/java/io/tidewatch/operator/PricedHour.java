package io.tidewatch.operator;

/**
 * Savings and regret with violations in them: a violated minute costs κ·μ pod-minutes, μ being the
 * HPA's mean pods of that hour.
 *
 * <pre>
 *   of an hour  = saved pod-hours + κ·μ ÷ 60 · (the HPA's violated minutes − ours)
 *   saved       = Σ of the hours
 *   regret      = Σ max(0, −of the hour)
 * </pre>
 *
 * @param seconds of the hour so far
 * @param saved pod-hours of the hour so far, violations left out
 * @param hpaPodHours of the hour so far
 * @param violated seconds of the hour in which ours were too few
 * @param hpaViolated the same of the HPA's
 * @param savedBefore pod-hours of the hours before it
 * @param regretBefore pod-hours of the hours before it
 */
public record PricedHour(
    double seconds,
    double saved,
    double hpaPodHours,
    double violated,
    double hpaViolated,
    double savedBefore,
    double regretBefore) {
  private static final double HOUR = 3_600;

  static PricedHour carried(double savedPodHours, double regretPodHours) {
    return new PricedHour(0, 0, 0, 0, 0, savedPodHours, regretPodHours);
  }

  PricedHour plus(double lasted, Ledger.Stood stood) {
    return new PricedHour(
        seconds + lasted,
        saved + (stood.hpa() - stood.ours()) * lasted / HOUR,
        hpaPodHours + stood.hpa() * lasted / HOUR,
        violated + (stood.violated() ? lasted : 0),
        hpaViolated + (stood.hpaViolated() ? lasted : 0),
        savedBefore,
        regretBefore);
  }

  /** After the hour. */
  PricedHour closed(double kappa) {
    return carried(savedPodHours(kappa), regretPodHours(kappa));
  }

  double savedPodHours(double kappa) {
    return savedBefore + ofTheHour(kappa);
  }

  double regretPodHours(double kappa) {
    return regretBefore + Math.max(0, -ofTheHour(kappa));
  }

  private double ofTheHour(double kappa) {
    if (seconds == 0) {
      return 0;
    }
    double usualPods = hpaPodHours * HOUR / seconds;
    return saved + kappa * usualPods * (hpaViolated - violated) / HOUR;
  }
}

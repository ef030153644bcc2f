package io.tidewatch.policy.outcome;

import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.util.Locale;

/**
 * A raised target, once its window is over.
 *
 * <pre>
 *   harmed    lost ≥ 30 s: the SLO was violated, or demand was above what was ready, while the HPA
 *             as its user wrote it would have had more pods
 *   unknown   demand known for less than nine tenths of the window
 *   helped    our pod-seconds are more than 1 % below the HPA's
 *   neutral   else
 * </pre>
 */
public record TargetOutcome(ScaleTally tally) implements ActionOutcome {
  private static final double NEUTRAL_SHARE = 0.01;

  @Override
  public String action() {
    return "target";
  }

  @Override
  public Verdict verdict() {
    if (tally.lost() >= FloorOutcome.LEAST_SECONDS) {
      return Verdict.HARMED;
    }
    if (tally.known() < FloorOutcome.LEAST_KNOWN * tally.seconds() || tally.seconds() == 0) {
      return Verdict.UNKNOWN;
    }
    double saved = tally.hpaPodSeconds() - tally.podSeconds();
    return saved > NEUTRAL_SHARE * tally.hpaPodSeconds() ? Verdict.HELPED : Verdict.NEUTRAL;
  }

  @Override
  public String why() {
    return String.format(
        Locale.ROOT,
        "%.1f pod-hours fewer than the HPA; for %.0f of %.0f s badly served with fewer pods",
        (tally.hpaPodSeconds() - tally.podSeconds()) / 3600,
        tally.lost(),
        tally.seconds());
  }
}

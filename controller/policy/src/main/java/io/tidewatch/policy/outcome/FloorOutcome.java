package io.tidewatch.policy.outcome;

import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.util.Locale;

/**
 * A floor under the user's HPA, once its window is over.
 *
 * <pre>
 *   helped    spared ≥ 30 s and spared ≥ lost: demand was above what the HPA alone had ready, ours carried it
 *   harmed    lost ≥ 30 s: badly served with fewer pods than the HPA alone would have had
 *   unknown   demand known for less than nine tenths of the window
 *   neutral   else: the pods cost something, and were not needed
 * </pre>
 *
 * <p>30 s are two syncs: one may be the edge of a scrape. While the target is raised, what is lost
 * is the target's doing and not the floor's.
 *
 * @param raised whether the trusted target was in force, too
 */
public record FloorOutcome(ScaleTally tally, boolean raised) implements ActionOutcome {
  static final double LEAST_SECONDS = 30;
  static final double LEAST_KNOWN = 0.9;

  @Override
  public String action() {
    return "floor";
  }

  @Override
  public Verdict verdict() {
    double lost = raised ? 0 : tally.lost();
    if (tally.spared() >= LEAST_SECONDS && tally.spared() >= lost) {
      return Verdict.HELPED;
    }
    if (lost >= LEAST_SECONDS) {
      return Verdict.HARMED;
    }
    return tally.known() < LEAST_KNOWN * tally.seconds() || tally.seconds() == 0
        ? Verdict.UNKNOWN
        : Verdict.NEUTRAL;
  }

  @Override
  public String why() {
    return String.format(
        Locale.ROOT,
        "for %.0f of %.0f s demand was above what the HPA alone had ready; %.1f pod-hours more",
        tally.spared(),
        tally.seconds(),
        (tally.podSeconds() - tally.hpaPodSeconds()) / 3600);
  }
}

package io.tidewatch.policy.outcome;

import io.tidewatch.policy.simulate.HourOutcome.Verdict;

/**
 * A pod that was evicted because it would have failed, once the window after it is over.
 *
 * <pre>
 *   harmed    no other pod got ready, another pod became sick within the window, or the SLO began to
 *             be violated in it (a violation that was there before is no doing of the restart)
 *   helped    else: another pod is ready and nothing is known against it
 * </pre>
 *
 * @param replaced whether another pod is ready
 * @param othersSick whether a pod of the workload was found sick after the eviction
 * @param before what users got before the eviction
 * @param since the worst that is known of what they got after it
 */
public record RestartOutcome(boolean replaced, boolean othersSick, Service before, Service since)
    implements ActionOutcome {
  @Override
  public String action() {
    return "restart";
  }

  @Override
  public Verdict verdict() {
    return !replaced || othersSick || spoiled() ? Verdict.HARMED : Verdict.HELPED;
  }

  @Override
  public String why() {
    if (!replaced) {
      return "the pod was evicted, and no other got ready";
    }
    if (othersSick) {
      return "another pod was found sick soon after";
    }
    return spoiled()
        ? "the SLO was violated after it and not before"
        : "the sick pod was replaced, and nothing is known against the new one";
  }

  private boolean spoiled() {
    return since == Service.VIOLATED && before != Service.VIOLATED;
  }
}

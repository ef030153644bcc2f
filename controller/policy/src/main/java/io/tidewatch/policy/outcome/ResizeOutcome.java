package io.tidewatch.policy.outcome;

import io.tidewatch.policy.simulate.HourOutcome.Verdict;

/**
 * Pods that got another size, once the window after the last of them is over.
 *
 * <pre>
 *   harmed    a pod was found sick after the first of them got its size, or the SLO began to be
 *             violated (a violation that was there before is no doing of the resize)
 *   neutral   the SLO was kept: what a size saves or spares shows in days, not in this window
 *   unknown   else
 * </pre>
 *
 * @param sick whether a pod of the workload was found sick since
 * @param before what users got before
 * @param since the worst that is known of what they got since
 */
public record ResizeOutcome(boolean sick, Service before, Service since) implements ActionOutcome {
  @Override
  public String action() {
    return "resize";
  }

  @Override
  public Verdict verdict() {
    if (sick || since == Service.VIOLATED && before != Service.VIOLATED) {
      return Verdict.HARMED;
    }
    return since == Service.UNKNOWN ? Verdict.UNKNOWN : Verdict.NEUTRAL;
  }

  @Override
  public String why() {
    if (sick) {
      return "a pod was found sick soon after it";
    }
    return switch (verdict()) {
      case HARMED -> "the SLO was violated after it and not before";
      case UNKNOWN -> "what users got since is not known";
      default -> "nothing is known against it";
    };
  }
}

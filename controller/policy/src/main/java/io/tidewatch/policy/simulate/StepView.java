package io.tidewatch.policy.simulate;

/**
 * What a policy may see at a step of 15 s; nothing later than the step before.
 *
 * @param step number of the step
 * @param ready pods that serve
 * @param all ready and starting pods
 * @param demand demand of the step before, the newest that is known
 */
public record StepView(int step, int ready, int all, double demand) {
  /** The newest minute whose demand is known. */
  public int minute() {
    return step / DemandTrace.STEPS_PER_MINUTE;
  }

  /** The minute whose forecast is in effect: made on the minute, effective 15 s later. */
  public int forecastMinute() {
    return Math.max(0, step - 1) / DemandTrace.STEPS_PER_MINUTE;
  }
}

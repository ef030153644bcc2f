package io.tidewatch.operator.outcome;

import io.tidewatch.policy.outcome.Moment;
import io.tidewatch.policy.outcome.ScaleTally;
import java.time.Instant;

/**
 * A floor or a raised target that is being followed.
 *
 * @param until when it is judged (wall time)
 */
record ScaleWindow(Instant until, ScaleTally tally) {
  static ScaleWindow open(Instant until) {
    return new ScaleWindow(until, ScaleTally.EMPTY);
  }

  ScaleWindow plus(Moment moment) {
    return new ScaleWindow(until, tally.plus(moment));
  }

  /** As {@link #plus}, but what is lost is another action's doing. */
  ScaleWindow plusBlameless(Moment moment) {
    return new ScaleWindow(until, tally.plusBlameless(moment));
  }
}

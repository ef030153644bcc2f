package io.tidewatch.operator.outcome;

import io.tidewatch.policy.outcome.RestartOutcome;
import io.tidewatch.policy.outcome.Service;
import java.time.Instant;

/**
 * A pod that was evicted, while what comes of it is being followed.
 *
 * @param pod its name
 * @param until when it is judged (wall time)
 * @param worst what is known to have been worst since
 */
record RestartWindow(
    String pod,
    Instant until,
    boolean replaced,
    boolean othersSick,
    Service before,
    Service worst) {
  RestartWindow withReplacement() {
    return new RestartWindow(pod, until, true, othersSick, before, worst);
  }

  RestartWindow sick(String other) {
    return new RestartWindow(pod, until, replaced, othersSick || !other.equals(pod), before, worst);
  }

  RestartWindow served(Service now) {
    boolean worse = now == Service.VIOLATED || worst == Service.UNKNOWN;
    return new RestartWindow(pod, until, replaced, othersSick, before, worse ? now : worst);
  }

  RestartOutcome outcome() {
    return new RestartOutcome(replaced, othersSick, before, worst);
  }
}

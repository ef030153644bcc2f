package io.tidewatch.operator.outcome;

import io.tidewatch.policy.outcome.ResizeOutcome;
import io.tidewatch.policy.outcome.Service;
import java.time.Instant;

/**
 * Pods that get another size, while what comes of it is being followed.
 *
 * @param until when it is judged (wall time), unless one more pod gets it
 */
record ResizeWindow(Instant until, boolean sick, Service before, Service worst) {
  ResizeWindow until(Instant later) {
    return new ResizeWindow(later, sick, before, worst);
  }

  ResizeWindow withSickPod() {
    return new ResizeWindow(until, true, before, worst);
  }

  ResizeWindow served(Service now) {
    boolean worse = now == Service.VIOLATED || worst == Service.UNKNOWN;
    return new ResizeWindow(until, sick, before, worse ? now : worst);
  }

  ResizeOutcome outcome() {
    return new ResizeOutcome(sick, before, worst);
  }
}

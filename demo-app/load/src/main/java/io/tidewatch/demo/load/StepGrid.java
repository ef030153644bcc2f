package io.tidewatch.demo.load;

import java.time.Duration;
import java.time.Instant;

/**
 * Cuts a run into the steps of its results.
 *
 * @param start when the first step begins on the wall clock
 * @param step length of a step: one minute of the trace, that is 60 s divided by the speed
 */
public record StepGrid(Instant start, Duration step) {
  private static final double MINUTE_NANOS = 60e9;

  static StepGrid at(Instant start, double speed) {
    return new StepGrid(start, Duration.ofNanos(Math.round(MINUTE_NANOS / speed)));
  }

  int stepAt(long nanos) {
    return (int) (nanos / step.toNanos());
  }

  /** Steps that begin within so many nanoseconds. */
  int steps(long nanos) {
    return (int) ((nanos + step.toNanos() - 1) / step.toNanos());
  }

  long startEpochMillis(int number) {
    return start.plus(step.multipliedBy(number)).toEpochMilli();
  }

  double seconds() {
    return step.toNanos() / 1e9;
  }
}

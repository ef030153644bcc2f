package io.tidewatch.operator.incident;

import java.time.Duration;

/**
 * How long things last in the book, in wall time.
 *
 * @param settle how long an incident must have stayed away to be resolved
 * @param expiry how long after its last report an incident is taken for over
 * @param mostSingle how many of one severity are told on their own within the window
 * @param keep how long a resolution stands in the view
 * @param giveUp after which a resolution that nobody takes is dropped
 * @param most how many are kept
 */
record BookRules(
    Duration settle,
    Duration expiry,
    int mostSingle,
    Duration window,
    Duration keep,
    Duration giveUp,
    int most) {
  private static final int EXPIRY_STEPS = 5;

  /** For a loop that reports once a step. */
  static BookRules of(Duration step) {
    return new BookRules(
        step,
        step.multipliedBy(EXPIRY_STEPS),
        20,
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(24),
        2_000);
  }
}

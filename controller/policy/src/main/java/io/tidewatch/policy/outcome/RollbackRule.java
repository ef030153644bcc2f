package io.tidewatch.policy.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When an action of ours that may do harm is taken back at once.
 *
 * <p>A breach is a sync in which a promised level is known to be exceeded while the HPA as its user
 * wrote it would have had more pods ready than there are. {@link #BREACHES} known syncs in a row
 * are a roll-back; an unknown one neither confirms nor clears, a good one clears. One measurement
 * that several syncs read is one breach, and so are two that are less than a step apart: rates over
 * nearly the same window do not confirm each other.
 *
 * <pre>
 *   cool-down = min(base · 2^(times − 1), a day)        times: roll-backs so far, this one included
 * </pre>
 *
 * @param breaches known ones in a row so far
 * @param measured when the last of them was measured
 */
public record RollbackRule(int breaches, Instant measured) {
  /** As many as tell a bad moment from a bad action. */
  public static final int BREACHES = 2;

  /** Before the first sync. */
  public static final RollbackRule WATCHING = new RollbackRule(0, Instant.EPOCH);

  private static final Duration LONGEST = Duration.ofDays(1);

  public RollbackRule {
    Objects.requireNonNull(measured, "measured");
  }

  /**
   * After one more sync.
   *
   * @param at when what it knows of the service was measured
   * @param apart how long after the last breach another one confirms it
   */
  public RollbackRule after(Moment moment, Instant at, Duration apart) {
    if (moment.service() == Service.UNKNOWN) {
      return this;
    }
    if (!moment.breached()) {
      return WATCHING;
    }
    boolean sameAgain = breaches > 0 && at.isBefore(measured.plus(apart));
    return sameAgain ? this : new RollbackRule(breaches + 1, at);
  }

  /** Whether the action has to be taken back now. */
  public boolean due() {
    return breaches >= BREACHES;
  }

  /** How long it must not be done again (nominal time). */
  public static Duration coolDown(Duration base, int times) {
    Duration wait = base;
    for (int i = 1; i < times && wait.compareTo(LONGEST) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}

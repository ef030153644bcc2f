package io.tidewatch.policy.outcome;

import io.tidewatch.policy.simulate.HourOutcome.Verdict;

/** An action whose window is over; one kind of action is one class. */
public interface ActionOutcome {
  /** The kind of action, as metrics and records spell it. */
  String action();

  /** What became of it. */
  Verdict verdict();

  /** Why, in a sentence with its numbers. */
  String why();
}

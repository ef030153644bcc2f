package io.tidewatch.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps after {@code after} up to and including {@code until}; half open like an offset range,
 * so that ranges that follow each other share no step.
 */
public record StepRange(long after, long until) {
  public StepRange {
    if (until < after) {
      throw new IllegalArgumentException("a range ends before it begins: " + after + ", " + until);
    }
  }

  /** The number of steps. */
  public long length() {
    return until - after;
  }

  /** The first step; of an empty range, the step it would have. */
  public long first() {
    return after + 1;
  }

  /** Consecutive parts of at most that many steps that cover this range exactly. */
  public List<StepRange> slices(long longest) {
    if (longest < 1) {
      throw new IllegalArgumentException("a slice has at least one step: " + longest);
    }
    List<StepRange> slices = new ArrayList<>();
    for (long from = after; from < until; from += longest) {
      slices.add(new StepRange(from, Math.min(until, from + longest)));
    }
    return slices;
  }

  /** Both halves of a range of at least two steps. */
  public List<StepRange> halves() {
    return slices((length() + 1) / 2);
  }
}

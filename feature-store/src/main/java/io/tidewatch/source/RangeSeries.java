package io.tidewatch.source;

import java.util.Map;
import java.util.Objects;

/**
 * One series of an answer: its finite values at their steps, in order; other steps are unknown.
 *
 * @param labels what identifies it
 * @param steps step indices since the epoch, rising
 * @param values the value at each of them
 * @param dropped how many values were not finite numbers, and so are unknown
 */
// The arrays are not copied: an answer holds millions of values and is read once.
public record RangeSeries(Map<String, String> labels, long[] steps, double[] values, int dropped) {
  public RangeSeries {
    labels = Map.copyOf(labels);
    Objects.requireNonNull(steps, "steps");
    Objects.requireNonNull(values, "values");
    if (steps.length != values.length) {
      throw new IllegalArgumentException("as many steps as values: " + labels);
    }
  }
}

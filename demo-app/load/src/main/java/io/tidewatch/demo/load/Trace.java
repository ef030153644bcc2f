package io.tidewatch.demo.load;

import java.time.Instant;

/**
 * Recorded demand, one value a minute, straight lines between them.
 *
 * @param first time of the first value
 * @param values one for each minute; missing minutes have been filled in
 */
public record Trace(Instant first, double[] values) {
  static final double MINUTE = 60;

  /** Copies the values. */
  public Trace {
    values = values.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  /** Seconds from the first value to the last. */
  public double seconds() {
    return (values.length - 1) * MINUTE;
  }

  /** Time of the last value. */
  public Instant last() {
    return first.plusSeconds((long) seconds());
  }

  /** The value so many seconds after the first one. */
  public double at(double second) {
    double minute = Math.min(values.length - 1, Math.max(0, second / MINUTE));
    int below = (int) Math.floor(minute);
    int above = Math.min(values.length - 1, below + 1);
    return values[below] + (minute - below) * (values[above] - values[below]);
  }

  /** The largest value between two seconds after the first one. */
  public double most(double from, double until) {
    double most = Math.max(at(from), at(until));
    int last = (int) Math.floor(until / MINUTE);
    for (int minute = (int) Math.ceil(from / MINUTE); minute <= last; minute++) {
      most = Math.max(most, values[Math.min(values.length - 1, minute)]);
    }
    return most;
  }
}

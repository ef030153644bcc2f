package io.tidewatch.policy.simulate;

import io.tidewatch.evaluate.Split;
import java.util.Arrays;
import java.util.Objects;

/**
 * Recorded demand, one value a minute; the first 70 % are history, the rest is replayed.
 *
 * @param name the trace's or workload's name
 * @param minutes finite demand ≥ 0, gaps already filled
 */
public record DemandTrace(String name, double[] minutes) {
  /** Replayed steps in a minute; a step is 15 s. */
  public static final int STEPS_PER_MINUTE = 4;

  static final int STEPS_PER_HOUR = 60 * STEPS_PER_MINUTE;
  private static final int DAY = 1440;

  public DemandTrace {
    Objects.requireNonNull(name, "name");
    minutes = minutes.clone();
    if (minutes.length < 10) {
      throw new IllegalArgumentException("a trace needs at least 10 minutes: " + minutes.length);
    }
    if (!Arrays.stream(minutes).allMatch(value -> value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("demand must be finite and not negative");
    }
  }

  /** Number of minutes before the replay. */
  public int trainMinutes() {
    return Split.standard(minutes.length).trainEnd();
  }

  /** Number of minutes that are replayed. */
  public int testMinutes() {
    return minutes.length - trainMinutes();
  }

  /** The history. */
  public double[] train() {
    return Arrays.copyOf(minutes, trainMinutes());
  }

  /** Demand at a minute of the replay; negative minutes reach into the history. */
  public double at(int minute) {
    return minutes[trainMinutes() + minute];
  }

  /** Highest demand from {@code first} to {@code last}, both included, as far as recorded. */
  public double peak(int first, int last) {
    int from = Math.max(0, trainMinutes() + first);
    int to = Math.min(minutes.length - 1, trainMinutes() + last);
    double peak = 0;
    for (int i = from; i <= to; i++) {
      peak = Math.max(peak, minutes[i]);
    }
    return peak;
  }

  /** Whether a minute of the replay has a recorded minute one day before it. */
  boolean hasYesterday(int minute) {
    return trainMinutes() + minute >= DAY;
  }

  /** The replayed demand every 15 s, linear between the minutes. */
  public double[] steps() {
    double[] steps = new double[STEPS_PER_MINUTE * (testMinutes() - 1) + 1];
    for (int k = 0; k < steps.length; k++) {
      double from = at(k / STEPS_PER_MINUTE);
      int part = k % STEPS_PER_MINUTE;
      steps[k] =
          part == 0
              ? from
              : from + (at(k / STEPS_PER_MINUTE + 1) - from) * ((double) part / STEPS_PER_MINUTE);
    }
    return steps;
  }

  /** Mean demand of the history. */
  public double usualDemand() {
    return Arrays.stream(minutes, 0, trainMinutes()).average().orElseThrow();
  }

  @Override
  public double[] minutes() {
    return minutes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DemandTrace that
        && name.equals(that.name)
        && Arrays.equals(minutes, that.minutes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(minutes);
  }

  @Override
  public String toString() {
    return "DemandTrace[" + name + ", " + minutes.length + " minutes]";
  }
}

package io.tidewatch.demo.history;

import java.util.Arrays;

/**
 * The course of a day as 24 hourly levels, joined by a smooth curve (Catmull–Rom, cut at 1 % of the
 * mean) and scaled to a mean of 1.
 */
public final class DayShape {
  private final double[] hours;

  private DayShape(double[] hours) {
    this.hours = hours;
  }

  /** A shape through 24 positive levels, the first at local midnight. */
  public static DayShape of(double... levels) {
    if (levels.length != 24 || Arrays.stream(levels).anyMatch(level -> !(level > 0))) {
      throw new IllegalArgumentException("a day shape needs 24 positive levels");
    }
    double mean = Arrays.stream(levels).average().orElseThrow();
    return new DayShape(Arrays.stream(levels).map(level -> level / mean).toArray());
  }

  /** The level at the minute of the local day, 1 on average. */
  public double at(int minuteOfDay) {
    int hour = minuteOfDay / 60;
    double u = minuteOfDay % 60 / 60.0;
    double before = hours[(hour + 23) % 24];
    double from = hours[hour];
    double to = hours[(hour + 1) % 24];
    double after = hours[(hour + 2) % 24];
    double curve =
        from
            + 0.5
                * u
                * (to
                    - before
                    + u
                        * (2 * before
                            - 5 * from
                            + 4 * to
                            - after
                            + u * (3 * (from - to) + after - before)));
    return Math.max(0.01, curve);
  }
}

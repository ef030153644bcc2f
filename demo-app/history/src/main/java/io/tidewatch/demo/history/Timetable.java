package io.tidewatch.demo.history;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * Traffic that the clock starts: cron jobs, push messages, a programme on television.
 *
 * @param first minute of the local day of the first occurrence
 * @param every minutes between occurrences
 * @param last no occurrence after this minute of the local day
 * @param days local days of the week on which it happens
 * @param surge its course
 * @param height mean height as a multiple of the base
 * @param spread deviation of the logarithm of the height from one occurrence to the next
 * @param lateness an occurrence begins up to this many minutes late
 */
public record Timetable(
    int first,
    int every,
    int last,
    Set<DayOfWeek> days,
    Surge surge,
    double height,
    double spread,
    int lateness)
    implements Pattern {
  /** Refuses an empty timetable. */
  public Timetable {
    days = Set.copyOf(days);
    if (first < 0 || every <= 0 || last < first || last >= Moment.MINUTES_A_DAY || lateness < 0) {
      throw new IllegalArgumentException("not a timetable within a day");
    }
  }

  @Override
  public double extra(Moment moment, Noise noise) {
    return ofDay(moment.localDay(), moment.minuteOfDay(), noise)
        + ofDay(moment.localDay() - 1, moment.minuteOfDay() + Moment.MINUTES_A_DAY, noise);
  }

  /** What the occurrences of one local day leave, {@code minute} minutes after its midnight. */
  private double ofDay(long localDay, int minute, Noise noise) {
    if (minute - last > surge.length() + lateness
        || !days.contains(LocalDate.ofEpochDay(localDay).getDayOfWeek())) {
      return 0;
    }
    double sum = 0;
    int latest = first + (Math.min(minute, last) - first) / every * every;
    for (int start = latest; start >= first; start -= every) {
      if (minute - start >= surge.length() + lateness) {
        break;
      }
      sum += occurrence(localDay * Moment.MINUTES_A_DAY + start, minute - start, noise);
    }
    return sum;
  }

  private double occurrence(long id, int elapsed, Noise noise) {
    int late = noise.stream("late").below(lateness + 1, id);
    double share = surge.at(elapsed - late);
    return share == 0 ? 0 : share * height * noise.stream("height").logNormal(spread, id);
  }
}

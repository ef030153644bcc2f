package io.tidewatch.demo.history;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The character of one workload's traffic; what happens to it by chance is looked up in {@link
 * Noise}.
 *
 * @param base requests/s on a mean weekday at the end of the history, without extras
 * @param weekday course of Monday to Friday
 * @param weekend course of Saturday and Sunday
 * @param dayFactors level of a day of the week where it is not 1
 * @param dayLevel deviation of the logarithm of a date's level
 * @param growthPerDay relative growth a day
 * @param slow noise that keeps its level for an hour or more
 * @param fast noise that is gone after a few minutes
 * @param dispersion variance of a minute's count ÷ its mean: 1 is Poisson, clients in clumps more
 * @param patterns extra traffic by name
 */
public record Profile(
    double base,
    DayShape weekday,
    DayShape weekend,
    Map<DayOfWeek, Double> dayFactors,
    double dayLevel,
    double growthPerDay,
    MeanReverting slow,
    MeanReverting fast,
    double dispersion,
    SortedMap<String, Pattern> patterns) {
  private static final int NOON = 720;
  private static final int BLEND = 120;

  /** Copies what could change. */
  public Profile {
    dayFactors = Map.copyOf(dayFactors);
    // Sorted, because a sum of doubles depends on its order.
    patterns = Collections.unmodifiableSortedMap(new TreeMap<>(patterns));
    if (!(base > 0) || !(dispersion > 0)) {
      throw new IllegalArgumentException("base and dispersion must be positive");
    }
  }

  /** Requests/s to be expected at the moment if no incident and no short noise happened. */
  public double expected(Moment moment, long endMinute, Noise noise) {
    double day = shape(moment) * level(moment, noise.stream("level"));
    double extra = 0;
    for (Map.Entry<String, Pattern> pattern : patterns.entrySet()) {
      extra += pattern.getValue().extra(moment, noise.stream(pattern.getKey()));
    }
    double days = (double) (moment.epochMinute() - endMinute) / Moment.MINUTES_A_DAY;
    return base * (day + extra) * StrictMath.exp(growthPerDay * days);
  }

  /** The course of the day; around midnight the days on both sides of it are blended. */
  private double shape(Moment moment) {
    int minute = moment.minuteOfDay();
    int toMidnight = Math.min(minute, Moment.MINUTES_A_DAY - minute);
    double own = course(moment.localDay(), minute);
    if (toMidnight >= BLEND) {
      return own;
    }
    long neighbour = minute < NOON ? moment.localDay() - 1 : moment.localDay() + 1;
    double share = 0.5 + 0.5 * toMidnight / BLEND;
    return share * own + (1 - share) * course(neighbour, minute);
  }

  private double course(long localDay, int minute) {
    boolean free = weekdayOf(localDay).getValue() >= DayOfWeek.SATURDAY.getValue();
    return (free ? weekend : weekday).at(minute);
  }

  /** Day levels belong to noon and are joined by straight lines, so midnight shows no step. */
  private double level(Moment moment, Noise noise) {
    long day = moment.minuteOfDay() < NOON ? moment.localDay() - 1 : moment.localDay();
    double u = (moment.localMinute() - (day * Moment.MINUTES_A_DAY + NOON)) / 1440.0;
    return (1 - u) * ofDate(day, noise) + u * ofDate(day + 1, noise);
  }

  private double ofDate(long localDay, Noise noise) {
    double factor = dayFactors.getOrDefault(weekdayOf(localDay), 1.0);
    return factor * noise.logNormal(dayLevel, localDay);
  }

  private static DayOfWeek weekdayOf(long localDay) {
    return LocalDate.ofEpochDay(localDay).getDayOfWeek();
  }
}

package io.tidewatch.operator.crd;

import io.tidewatch.operator.crd.spec.BoundsOverride;
import io.tidewatch.operator.crd.spec.TimeWindow;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** Whether a span of local time is on at an instant; spans include their first minute only. */
public record LocalTimes(ZoneId zone, LocalDateTime now) {
  /** The local time of an instant. */
  public static LocalTimes at(Instant nominal, ZoneId zone) {
    return new LocalTimes(zone, LocalDateTime.ofInstant(nominal, zone));
  }

  /** Whether it is on. */
  public boolean in(TimeWindow window) {
    return window.from() == null ? inWeekly(window) : between(window.from(), window.until());
  }

  /** Whether it is on. */
  public boolean in(BoundsOverride override) {
    return between(override.from(), override.until());
  }

  private boolean between(String from, String until) {
    return !now.isBefore(LocalDateTime.parse(from)) && now.isBefore(LocalDateTime.parse(until));
  }

  // One that passes midnight belongs to the day on which it starts.
  private boolean inWeekly(TimeWindow window) {
    LocalTime start = LocalTime.parse(window.start());
    LocalTime end = LocalTime.parse(window.end());
    LocalTime time = now.toLocalTime();
    if (start.isBefore(end)) {
      return onDay(window, now.getDayOfWeek()) && !time.isBefore(start) && time.isBefore(end);
    }
    return (onDay(window, now.getDayOfWeek()) && !time.isBefore(start))
        || (onDay(window, now.getDayOfWeek().minus(1)) && time.isBefore(end));
  }

  private static boolean onDay(TimeWindow window, DayOfWeek day) {
    List<DayOfWeek> days = window.days();
    return days == null || days.isEmpty() || days.contains(day);
  }
}

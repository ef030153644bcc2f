package io.tidewatch.spark.collect;

import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The steps of one UTC day: one folder of the table metrics, and one portion of a long work. */
record DayWindow(LocalDate day, StepRange steps) {
  /** The days that some steps lie in, in order. */
  static List<DayWindow> of(StepRange steps, Timescale timescale) {
    if (steps.length() == 0) {
      return List.of();
    }
    LocalDate first = day(timescale.wallTime(steps.first()));
    LocalDate last = day(timescale.wallTime(steps.until()));
    return Stream.iterate(first, day -> !day.isAfter(last), day -> day.plusDays(1))
        .map(day -> new DayWindow(day, steps(day, timescale)))
        .filter(window -> window.steps.length() > 0)
        .toList();
  }

  private static StepRange steps(LocalDate day, Timescale timescale) {
    return new StepRange(before(day, timescale), before(day.plusDays(1), timescale));
  }

  private static long before(LocalDate day, Timescale timescale) {
    Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return timescale.stepIndex(midnight.minusSeconds(1));
  }

  private static LocalDate day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}

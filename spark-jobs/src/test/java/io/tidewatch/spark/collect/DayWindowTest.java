package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DayWindowTest {
  @Property(tries = 200)
  void days_follow_each_other_and_each_step_lies_in_the_day_of_its_time(
      @ForAll @IntRange(min = 1, max = 900) int stepSeconds,
      @ForAll @IntRange(max = 1_000) int after,
      @ForAll @IntRange(min = 1, max = 5_000) int length) {
    Timescale timescale =
        new Timescale(Duration.ofSeconds(stepSeconds), Instant.EPOCH, Instant.EPOCH);
    StepRange steps = new StepRange(after, after + length);
    List<DayWindow> days = DayWindow.of(steps, timescale);
    long expected = days.get(0).steps().after();
    for (DayWindow day : days) {
      assertEquals(expected, day.steps().after());
      assertEquals(day.day(), date(timescale, day.steps().first()));
      assertEquals(day.day(), date(timescale, day.steps().until()));
      expected = day.steps().until();
    }
    assertEquals(true, days.get(0).steps().after() <= after && after + length <= expected);
  }

  @Example
  void no_steps_are_no_days() {
    assertEquals(List.of(), DayWindow.of(new StepRange(5, 5), Timescale.realTime()));
  }

  private static LocalDate date(Timescale timescale, long step) {
    return timescale.wallTime(step).atOffset(ZoneOffset.UTC).toLocalDate();
  }
}

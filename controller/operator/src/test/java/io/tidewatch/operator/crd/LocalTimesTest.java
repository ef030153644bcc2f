package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.operator.crd.spec.TimeWindow;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2026-12-24T16:59:59Z, false",
    "2026-12-24T17:00:00Z, true",
    "2026-12-26T22:59:59Z, true",
    "2026-12-26T23:00:00Z, false",
  })
  void a_time_that_happens_once_is_local(Instant at, boolean on) {
    TimeWindow christmas =
        new TimeWindow("x", "2026-12-24T18:00", "2026-12-27T00:00", null, null, null);
    assertEquals(on, LocalTimes.at(at, BERLIN).in(christmas));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T20:59:59Z, false",
    "2026-11-27T21:00:00Z, true",
    "2026-11-28T04:59:59Z, true",
    "2026-11-28T05:00:00Z, false",
    "2026-11-28T21:30:00Z, false",
    "2026-11-27T04:00:00Z, false",
  })
  void a_night_belongs_to_the_day_on_which_it_starts(Instant at, boolean on) {
    TimeWindow friday =
        new TimeWindow("x", null, null, List.of(DayOfWeek.FRIDAY), "22:00", "06:00");
    assertEquals(on, LocalTimes.at(at, BERLIN).in(friday));
  }

  @ParameterizedTest
  @CsvSource({"2026-07-01T07:00:00Z, true", "2026-12-01T07:00:00Z, false"})
  void summer_time_counts(Instant at, boolean on) {
    TimeWindow office = new TimeWindow("x", null, null, null, "09:00", "17:00");
    assertEquals(on, LocalTimes.at(at, BERLIN).in(office));
  }
}

package io.tidewatch.spark.maintain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.spark.collect.OpenGaps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectionTextTest {
  private static final Instant FROM = Instant.parse("2026-11-10T08:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-24T15:59:00Z");

  @Test
  void a_store_is_told_in_tables_that_line_up() {
    Inspection.Facts facts =
        new Inspection.Facts(
            "/data/store",
            TO.plusSeconds(90),
            List.of(
                new Inspection.TableFacts(
                    "metrics", 1, 1_234_567, 50, Optional.of(FROM), Optional.of(TO), 15, 31 << 20),
                new Inspection.TableFacts(
                    "features", 1, 0, 0, Optional.empty(), Optional.empty(), 0, 0)),
            List.of(new Inspection.MetricFacts("demand", 2, 40_320, 40_000, FROM, TO, 90)),
            List.of(new OpenGaps.Open("memory", FROM, FROM.plusSeconds(7_200), "timeout")),
            Optional.of(0L));
    assertEquals(
        """
        store /data/store, times in UTC

        table          rows  series              from                to  files    size
        metrics   1,234,567      50  2026-11-10 08:00  2026-11-24 15:59     15  31 MiB
        features          0       0                 -                 -      0   0 KiB

        metric    rows  series              from                to   age  back-filled
        demand  40,320       2  2026-11-10 08:00  2026-11-24 15:59  90 s       40,000

        open gap in   reason             after             until  long
        memory       timeout  2026-11-10 08:00  2026-11-10 10:00   2 h
        './tidewatch repair' reads them again
        every value has landed once
        """,
        InspectionText.of(facts));
  }

  @Test
  void an_empty_store_says_so() {
    Inspection.Facts facts =
        new Inspection.Facts("/s", TO, List.of(), List.of(), List.of(), Optional.empty());
    assertTrue(InspectionText.of(facts).contains("nothing has been ingested yet"));
  }

  @Test
  void times_and_sizes_are_told_in_the_unit_that_a_person_would_take() {
    assertEquals("119 s", InspectionText.age(Duration.ofSeconds(119)));
    assertEquals("2 min", InspectionText.age(Duration.ofSeconds(120)));
    assertEquals("2 h", InspectionText.age(Duration.ofMinutes(120)));
    assertEquals("3 d", InspectionText.age(Duration.ofDays(3)));
    assertEquals("1 KiB", InspectionText.bytes(1));
    assertEquals("10 MiB", InspectionText.bytes(10 << 20));
  }
}

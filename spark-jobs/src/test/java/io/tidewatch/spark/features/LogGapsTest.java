package io.tidewatch.spark.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.features.LogGaps.Gap;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogGapsTest {
  private static final LogGaps GAPS =
      new LogGaps(List.of(new Gap(3, 5, 0), new Gap(8, 20, 900), new Gap(90, 99, 0)));

  @Test
  void the_steps_of_an_open_gap_are_missing() {
    assertEquals("{1, 2, 3}", GAPS.missing(2, 10).toString());
    assertEquals("{0, 1}", GAPS.missing(4, 10).toString());
    assertEquals("{}", GAPS.missing(6, 10).toString());
  }

  @Test
  void what_was_read_of_a_closed_gap_is_known_since_then() {
    assertArrayEquals(new long[] {0, 0, 900, 900}, GAPS.closedAt(6, 4));
    assertArrayEquals(new long[] {900, 0}, GAPS.closedAt(20, 2));
  }
}

package io.tidewatch.local.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogStoryTest {
  private static final Instant FROM = Instant.parse("2026-11-24T10:00:00Z");

  private static LogStory story(int start, int... warnings) {
    int[] none = new int[warnings.length];
    Instant begin = FROM.plusSeconds(60L * start);
    return new LogStory(
        "shop/api",
        "error-burst",
        FROM,
        begin,
        begin.plusSeconds(120),
        warnings,
        none,
        new double[warnings.length]);
  }

  @Test
  void the_lead_counts_from_the_first_minute_in_which_many_warn() {
    assertEquals(OptionalLong.of(3), story(5, 0, 1, 3, 1, 4, 9, 9).lead());
    assertTrue(story(5, 0, 1, 3, 1, 4, 9, 9).sentence().contains("3 minutes before"));
  }

  @Test
  void warnings_of_the_incident_itself_are_no_sign() {
    assertEquals(OptionalLong.empty(), story(5, 0, 1, 0, 1, 2, 9, 9).lead());
    assertTrue(story(5, 0, 1, 0, 1, 2, 9, 9).sentence().contains("no sign"));
  }

  @Test
  void series_of_different_lengths_are_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LogStory("shop/api", "x", FROM, FROM, FROM, new int[2], new int[2], new double[3]));
  }
}

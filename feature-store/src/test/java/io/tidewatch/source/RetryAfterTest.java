package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Optional<String> NOON = Optional.of("Tue, 24 Nov 2026 12:00:00 GMT");

  @Test
  void seconds_are_taken_as_they_are() {
    assertEquals(
        Optional.of(Duration.ofSeconds(7)), RetryAfter.of(Optional.of("7"), Optional.empty()));
  }

  @Test
  void a_date_is_counted_from_the_servers_own_clock() {
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        RetryAfter.of(Optional.of("Tue, 24 Nov 2026 12:01:30 GMT"), NOON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-3", "99999999999", "Tue, 24 Nov 2026 11:59:00 GMT"})
  void what_cannot_be_read_or_is_over_asks_for_nothing(String text) {
    assertEquals(Optional.empty(), RetryAfter.of(Optional.of(text), NOON));
  }

  @Test
  void a_date_without_the_servers_clock_asks_for_nothing() {
    Optional<String> date = Optional.of("Tue, 24 Nov 2026 12:01:30 GMT");
    assertEquals(Optional.empty(), RetryAfter.of(date, Optional.empty()));
  }
}

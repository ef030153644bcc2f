package io.tidewatch.source;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads how long a server asks us to wait: {@code Retry-After}, in seconds or as a date. */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * The pause that is asked for; what cannot be read asks for none.
   *
   * @param asked the header {@code Retry-After}
   * @param now the header {@code Date}: the server's clock, because ours may differ
   */
  static Optional<Duration> of(Optional<String> asked, Optional<String> now) {
    if (asked.isPresent() && asked.get().matches("\\d{1,6}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(asked.get())));
    }
    Optional<ZonedDateTime> until = asked.flatMap(RetryAfter::date);
    Optional<ZonedDateTime> from = now.flatMap(RetryAfter::date);
    if (until.isEmpty() || from.isEmpty() || until.get().isBefore(from.get())) {
      return Optional.empty();
    }
    return Optional.of(Duration.between(from.get(), until.get()));
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }
}

package io.tidewatch.source;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A cell of time: ISO-8601, UTC where it names no zone, or epoch seconds. */
final class CsvTime {
  private CsvTime() {}

  static Optional<Instant> parse(String cell) {
    String text = cell.strip();
    try {
      if (text.matches("-?\\d+(\\.\\d+)?")) {
        return Optional.of(Instant.ofEpochSecond((long) Double.parseDouble(text)));
      }
      return Optional.of(
          text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }
}

package io.tidewatch.demo.load;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** One row of a trace. */
record TraceRow(long epochSecond, double value) {
  private static final Pattern EPOCH_SECONDS = Pattern.compile("-?\\d{1,11}(\\.0+)?");
  private static final Pattern ZONED = Pattern.compile(".*T.*(Z|[+-]\\d\\d:?\\d\\d)");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern FLAG = Pattern.compile("|0|1|true|false", Pattern.CASE_INSENSITIVE);

  /** Reads the line or says why it cannot be read. */
  static TraceRow parse(String where, String line) {
    String[] cells = line.strip().split(",", -1);
    if (cells.length < 2 || cells.length > 3) {
      throw new UserError(
          where + " has " + cells.length + " cells",
          "it reads '" + line + "'",
          "write timestamp,value or timestamp,value,imputed");
    }
    if (cells.length == 3 && !FLAG.matcher(cells[2].strip()).matches()) {
      throw new UserError(
          where + " is neither measured nor imputed",
          "the third cell reads '" + cells[2] + "'",
          "write 0 for a measured and 1 for an imputed minute");
    }
    Instant time = time(where, cells[0].strip());
    return new TraceRow(time.getEpochSecond(), value(where, cells[1].strip()));
  }

  /** ISO-8601, UTC unless it says otherwise, or seconds since 1970. */
  static Instant time(String where, String text) {
    if (EPOCH_SECONDS.matcher(text).matches()) {
      return Instant.ofEpochSecond((long) Double.parseDouble(text));
    }
    String iso = text.replace(' ', 'T');
    try {
      if (ZONED.matcher(iso).matches()) {
        return OffsetDateTime.parse(iso).toInstant();
      }
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new UserError(
          where + " has no time",
          "'" + text + "' is neither ISO-8601 nor seconds since 1970",
          "write times as 2026-11-24T16:00:00Z or 1795536000");
    }
  }

  private static double value(String where, String cell) {
    double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : -1;
    if (value < 0 || Double.isInfinite(value)) {
      throw new UserError(
          where + " has a value that no demand can have",
          "it reads '" + cell + "'",
          "demand is a finite number and not negative: repair the row or leave it out");
    }
    return value;
  }
}

package io.tidewatch.demo.trace;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * One row of a trace.
 *
 * @param value demand, finite and not negative
 * @param imputed whether the value was filled in instead of measured
 */
public record TraceRow(long epochSecond, double value, boolean imputed) {
  private static final Pattern EPOCH_SECONDS = Pattern.compile("-?\\d{1,11}(\\.0+)?");
  private static final Pattern ZONED = Pattern.compile(".*T.*(Z|[+-]\\d\\d:?\\d\\d)");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  /** Reads the line or says why it cannot be read. */
  static TraceRow parse(Path file, int number, String line) {
    String where = "line " + number + " of " + file;
    String[] cells = line.strip().split(",", -1);
    if (cells.length < 2 || cells.length > 3) {
      throw new UserError(
          where + " has " + cells.length + " cells",
          "it reads '" + line + "'",
          "write timestamp,value or timestamp,value,imputed");
    }
    long second = time(where, cells[0].strip()).getEpochSecond();
    double value = value(where, cells[1].strip());
    return new TraceRow(second, value, cells.length == 3 && imputed(where, cells[2].strip()));
  }

  /** Its time. */
  public Instant time() {
    return Instant.ofEpochSecond(epochSecond);
  }

  /**
   * The time that a text means: ISO-8601, UTC unless it says otherwise, or seconds since 1970.
   *
   * @param where what to call it in an error
   */
  public static Instant time(String where, String text) {
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
    if (!NUMBER.matcher(cell).matches()) {
      throw new UserError(
          where + " has no number as its value",
          "it reads '" + cell + "'",
          "leave out minutes that were not measured, or fill them in and mark them imputed=1");
    }
    double value = Double.parseDouble(cell);
    if (value < 0 || Double.isInfinite(value)) {
      throw new UserError(
          where + " has a value that no demand can have",
          "it reads '" + cell + "'",
          "demand is finite and not negative: repair the row or leave it out");
    }
    return value;
  }

  private static boolean imputed(String where, String cell) {
    if (cell.equals("1") || cell.equalsIgnoreCase("true")) {
      return true;
    }
    if (cell.isEmpty() || cell.equals("0") || cell.equalsIgnoreCase("false")) {
      return false;
    }
    throw new UserError(
        where + " is neither measured nor imputed",
        "the third cell reads '" + cell + "'",
        "write 0 for a measured and 1 for an imputed minute");
  }
}

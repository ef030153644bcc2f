package io.tidewatch.loki;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as Loki reads and writes them. */
final class Times {
  static final long SECOND = 1_000_000_000L;

  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h|d|w|y)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", SECOND,
          "m", 60 * SECOND,
          "h", 3_600 * SECOND,
          "d", 86_400 * SECOND,
          "w", 7 * 86_400 * SECOND,
          "y", 365 * 86_400 * SECOND);

  private Times() {}

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), SECOND), (long) instant.getNano());
  }

  /** Nanoseconds, seconds (with or without a fraction) or RFC 3339. */
  static long parse(String name, String text) {
    try {
      if (text.contains(".") && text.matches("-?[0-9.]+")) {
        return new BigDecimal(text).movePointRight(9).longValue();
      }
      if (text.matches("-?[0-9]+")) {
        return text.length() <= 10 ? Long.parseLong(text) * SECOND : Long.parseLong(text);
      }
      return nanos(Instant.parse(text));
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException malformed) {
      throw Refusal.badRequest(
          "could not parse '"
              + name
              + "' parameter: strconv.ParseInt: parsing \""
              + text
              + "\": invalid syntax");
    }
  }

  /** Of a duration such as {@code 1h30m}. */
  static long durationNanos(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      sum =
          sum.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(UNITS.get(part.group(2)))));
      end = part.end();
    }
    if (end == 0 || end != text.length()) {
      throw Refusal.badRequest("not a valid duration string: \"" + text + "\"");
    }
    return sum.longValue();
  }

  /** A step: a duration or a number of seconds. */
  static long stepNanos(String text) {
    long nanos =
        text.matches("-?[0-9]+(\\.[0-9]+)?")
            ? new BigDecimal(text).movePointRight(9).longValue()
            : durationNanos(text);
    if (nanos <= 0) {
      throw Refusal.badRequest(
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    return nanos;
  }

  /** As Go prints a duration of whole seconds: 960h0m0s. */
  static String goDuration(long nanos) {
    long seconds = nanos / SECOND;
    return seconds / 3_600 + "h" + seconds / 60 % 60 + "m" + seconds % 60 + "s";
  }

  static String rfc3339(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND))
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }
}

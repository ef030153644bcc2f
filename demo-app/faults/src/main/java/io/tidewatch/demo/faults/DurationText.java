package io.tidewatch.demo.faults;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them, 1 s to a day: 90s, 5m, 1h30m. */
final class DurationText implements ITypeConverter<Duration> {
  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,2})h)?(?:(\\d{1,5})m)?(?:(\\d{1,5})s)?");
  private static final Duration LONGEST = Duration.ofDays(1);

  @Override
  public Duration convert(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no duration: write 90s, 5m or 1h30m");
    }
    Duration duration =
        Duration.ofHours(number(matcher.group(1)))
            .plusMinutes(number(matcher.group(2)))
            .plusSeconds(number(matcher.group(3)));
    if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("'" + text + "' must be from 1s to 24h");
    }
    return duration;
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}

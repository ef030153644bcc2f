package io.tidewatch.loki;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Guesses the level of a line, as Loki does: labels, then a field of the line, then its words. */
final class DetectedLevel {
  static final String LABEL = "detected_level";

  private static final String NAMES = "level|lvl|severity|severity_text|log\\.level";
  private static final Pattern LABEL_NAME =
      Pattern.compile(NAMES + "|log_level", Pattern.CASE_INSENSITIVE);
  private static final Pattern FIELD =
      Pattern.compile(
          "(?:\"(?:" + NAMES + ")\"\\s*:\\s*\"|(?:^|\\s)(?:" + NAMES + ")=\"?)([A-Za-z]+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern WORD =
      Pattern.compile(
          "\\b(trace|debug|info|warn|warning|error|err|critical|fatal)\\b",
          Pattern.CASE_INSENSITIVE);
  // The words of a long line come from its payload; the level stands at its beginning.
  private static final int LOOKED_AT = 1_000;

  private DetectedLevel() {}

  static String of(Labels stream, Map<String, String> metadata, String line) {
    String beginning = line.length() > LOOKED_AT ? line.substring(0, LOOKED_AT) : line;
    return named(metadata)
        .or(() -> named(stream.values()))
        .or(() -> found(FIELD, beginning))
        .or(() -> found(WORD, beginning))
        .orElse("unknown");
  }

  private static Optional<String> named(Map<String, String> labels) {
    return labels.entrySet().stream()
        .filter(label -> LABEL_NAME.matcher(label.getKey()).matches())
        .map(label -> normal(label.getValue()))
        .filter(level -> !level.equals("unknown"))
        .findFirst();
  }

  private static Optional<String> found(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? Optional.of(normal(matcher.group(1))) : Optional.empty();
  }

  private static String normal(String word) {
    switch (word.toLowerCase(Locale.ROOT)) {
      case "trace", "trc":
        return "trace";
      case "debug", "dbg":
        return "debug";
      case "info", "inf", "information":
        return "info";
      case "warn", "wrn", "warning":
        return "warn";
      case "error", "err", "eror":
        return "error";
      case "critical":
        return "critical";
      case "fatal":
        return "fatal";
      default:
        return "unknown";
    }
  }
}

package io.tidewatch.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lines of JSON and plain text. The level comes from the line's field, else from the stream's
 * label, else from the words at its beginning.
 */
public final class LineParser {
  private static final JsonFactory JSON = new JsonFactory();
  // In the order in which they are believed.
  private static final List<String> MESSAGES =
      List.of("message", "msg", "@message", "log", "event", "text");
  private static final List<String> LEVELS =
      List.of("level", "lvl", "severity", "log.level", "loglevel", "levelname", "@level");
  private static final List<String> LABELS =
      List.of("level", "lvl", "severity", "log_level", "detected_level");

  // The level stands at the beginning; later words belong to the message.
  private static final int BEGINNING = 160;
  private static final Pattern FIELD =
      Pattern.compile("(?i)\\b(?:level|lvl|severity)\"?\\s*[=:]\\s*\"?([A-Za-z]+)");
  private static final Pattern KLOG = Pattern.compile("^([IWEF])\\d{4}\\s");
  private static final Pattern UPPER_CASE =
      Pattern.compile(
          "\\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL|PANIC)\\b");
  private static final Pattern MARKED =
      Pattern.compile(
          "(?i)(?:^|[\\[(<|])\\s*(trace|debug|info|notice|warn|warning|error|err|fatal|critical"
              + "|panic)\\s*(?:[\\])>|]|:(?:\\s|$))");
  private static final Pattern THROWN =
      Pattern.compile(
          "^(?:Exception in thread|Traceback \\(most recent call last\\)|panic:"
              + "|(?:[A-Za-z_$][\\w$]*\\.)+[\\w$]*(?:Exception|Error)\\b)");

  /** What a line says. */
  public ParsedLine parse(LogLine line) {
    Optional<Map<String, String>> fields = fields(line.text());
    Optional<String> message = fields.flatMap(all -> first(all, MESSAGES));
    LogLevel level =
        fields
            .flatMap(all -> first(all, LEVELS))
            .flatMap(LogLevel::of)
            .or(() -> first(line.labels(), LABELS).flatMap(LogLevel::of))
            .or(() -> worded(message.orElse(line.text())))
            .orElse(LogLevel.UNKNOWN);
    return new ParsedLine(level, message.orElse(line.text()));
  }

  private static Optional<String> first(Map<String, String> fields, List<String> names) {
    return names.stream().filter(fields::containsKey).map(fields::get).findFirst();
  }

  private static Optional<LogLevel> worded(String text) {
    String beginning = text.length() > BEGINNING ? text.substring(0, BEGINNING) : text;
    Matcher klog = KLOG.matcher(beginning);
    if (klog.find()) {
      return Optional.of(klog(klog.group(1)));
    }
    for (Pattern pattern : List.of(FIELD, UPPER_CASE, MARKED)) {
      Matcher found = pattern.matcher(beginning);
      if (found.find()) {
        return LogLevel.of(found.group(1));
      }
    }
    return THROWN.matcher(beginning).find() ? Optional.of(LogLevel.ERROR) : Optional.empty();
  }

  private static LogLevel klog(String letter) {
    switch (letter) {
      case "I":
        return LogLevel.INFO;
      case "W":
        return LogLevel.WARN;
      case "E":
        return LogLevel.ERROR;
      default:
        return LogLevel.FATAL;
    }
  }

  /** The plain fields of an object by their names in lower case; empty for what is no object. */
  private static Optional<Map<String, String>> fields(String text) {
    String line = text.strip();
    if (!line.startsWith("{") || !line.endsWith("}")) {
      return Optional.empty();
    }
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
          fields.putIfAbsent(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return whole ? Optional.of(fields) : Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }
}

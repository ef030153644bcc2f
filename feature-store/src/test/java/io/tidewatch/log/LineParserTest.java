package io.tidewatch.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineParserTest {
  private final LineParser parser = new LineParser();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"level\":\"error\",\"message\":\"boom\"} | ERROR | boom",
        "{\"msg\":\"started\",\"LEVEL\":\"Warning\"} | WARN | started",
        "{\"severity\":\"CRITICAL\",\"log\":\"x\"} | FATAL | x",
        "{\"level\":30,\"msg\":\"pino\"} | INFO | pino",
        "{\"severity\":3,\"msg\":\"syslog\"} | ERROR | syslog",
        "{\"message\":\"ERROR in words\"} | ERROR | ERROR in words",
        "{\"level\":\"error\" | ERROR | {\"level\":\"error\"",
        "2026-11-24 19:00:00 WARN  [main] slow | WARN | 2026-11-24 19:00:00 WARN  [main] slow",
        "level=info msg=\"no error here\" | INFO | level=info msg=\"no error here\"",
        "E1124 19:00:00.1 1 x.go:1] failed | ERROR | E1124 19:00:00.1 1 x.go:1] failed",
        "[error] 7#7: upstream | ERROR | [error] 7#7: upstream",
        "java.lang.IllegalStateException: no | ERROR | java.lang.IllegalStateException: no",
        "panic: runtime error | FATAL | panic: runtime error",
        "an error may follow | UNKNOWN | an error may follow",
        "GET /info 200 | UNKNOWN | GET /info 200"
      })
  void level_and_message_of_a_line(String text, LogLevel level, String message) {
    assertEquals(new ParsedLine(level, message), parser.parse(line(text, Map.of())));
  }

  @Test
  void the_field_counts_more_than_the_label_and_the_label_more_than_the_words() {
    Map<String, String> label = Map.of("level", "debug");
    assertEquals(LogLevel.WARN, parser.parse(line("{\"level\":\"warn\"}", label)).level());
    assertEquals(LogLevel.DEBUG, parser.parse(line("ERROR x", label)).level());
    assertEquals(LogLevel.ERROR, parser.parse(line("ERROR x", Map.of("level", "?"))).level());
  }

  @Property(tries = 300)
  void any_text_is_a_line(@ForAll String text) {
    ParsedLine parsed = parser.parse(line(text, Map.of()));
    parsed.pattern();
  }

  private static LogLine line(String text, Map<String, String> labels) {
    return new LogLine(labels, 1, text);
  }
}

package io.tidewatch.demo.backend.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final JsonLog log =
      new JsonLog(
          new PrintStream(written, true, StandardCharsets.UTF_8),
          Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

  @Test
  void aLineIsOneObjectWithTheAgreedFields() throws IOException {
    log.write(
        JsonLog.Level.WARN, "request", "turned away", Optional.of("abc"), Map.of("code", 503));

    assertEquals(
        "{\"ts\":\"2026-01-02T03:04:05Z\",\"level\":\"WARN\",\"logger\":\"request\","
            + "\"message\":\"turned away\",\"trace_id\":\"abc\",\"code\":503}\n",
        written.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aLineBreakInAMessageDoesNotBreakTheLine() throws IOException {
    log.write(JsonLog.Level.INFO, "x", "two\nlines and a \"quote\"", Map.of());

    String text = written.toString(StandardCharsets.UTF_8);
    assertEquals(1, text.lines().count());
    JsonNode document = new ObjectMapper().readTree(text);
    assertEquals("two\nlines and a \"quote\"", document.get("message").asText());
  }

  @Test
  void aBugIsLoggedWithItsTrace() throws IOException {
    log.bug("request", new IllegalStateException("impossible"), Optional.empty());

    JsonNode document = new ObjectMapper().readTree(written.toByteArray());
    assertEquals("java.lang.IllegalStateException", document.get("exception").asText());
    assertTrue(document.get("stack_trace").asText().contains("aBugIsLoggedWithItsTrace"));
  }
}

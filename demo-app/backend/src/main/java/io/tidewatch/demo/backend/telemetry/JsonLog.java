package io.tidewatch.demo.backend.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one JSON object a line: ts, level, logger, message, trace_id if there is one, and more.
 */
public final class JsonLog {
  /** How bad it is. */
  public enum Level {
    /** Life goes on. */
    INFO,
    /** Somebody was turned away, or will be. */
    WARN,
    /** Something failed. */
    ERROR
  }

  private final JsonFactory factory = new JsonFactory();
  private final PrintStream out;
  private final Clock clock;

  /** Writes to the stream. */
  public JsonLog(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Writes one line without a trace. */
  public void write(Level level, String logger, String message, Map<String, Object> more) {
    write(level, logger, message, Optional.empty(), more);
  }

  /** Writes one line. */
  public void write(
      Level level,
      String logger,
      String message,
      Optional<String> traceId,
      Map<String, Object> more) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = factory.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("ts", clock.instant().toString());
      json.writeStringField("level", level.name());
      json.writeStringField("logger", logger);
      json.writeStringField("message", message);
      if (traceId.isPresent()) {
        json.writeStringField("trace_id", traceId.get());
      }
      for (Map.Entry<String, Object> field : more.entrySet()) {
        json.writeFieldName(field.getKey());
        value(json, field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a line cannot be built in memory", e);
    }
    // one call, so that lines of two threads never mix
    out.println(line);
  }

  /** Writes a failure of ours with its whole trace. */
  public void bug(String logger, Throwable failure, Optional<String> traceId) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(trace));
    write(
        Level.ERROR,
        logger,
        String.valueOf(failure.getMessage()),
        traceId,
        Map.of("exception", failure.getClass().getName(), "stack_trace", trace.toString()));
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Number || value instanceof Boolean) {
      json.writeRawValue(value.toString());
      return;
    }
    json.writeString(value.toString());
  }
}

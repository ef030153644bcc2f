package io.tidewatch.demo.history.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a workload writes its lines. */
enum Format {
  /** One JSON object a line, with a stack trace in a field of it. */
  JSON {
    @Override
    List<String> lines(Instant at, Entry entry) {
      ObjectNode line =
          JsonNodeFactory.instance
              .objectNode()
              .put("time", at.toString())
              .put("level", entry.level().name().toLowerCase(Locale.ROOT))
              .put("logger", entry.logger())
              .put("message", entry.message());
      if (!entry.trace().isEmpty()) {
        line.put("stack_trace", String.join("\n", entry.trace()));
      }
      return List.of(line.toString());
    }
  },
  /** Text as Java's loggers lay it out; each line of a stack trace is one of the container's. */
  PLAIN {
    @Override
    List<String> lines(Instant at, Entry entry) {
      List<String> lines = new ArrayList<>();
      lines.add(
          CLOCK.format(at)
              + " %-5s [exec-%d] %s : %s"
                  .formatted(entry.level(), entry.thread(), entry.logger(), entry.message()));
      lines.addAll(entry.trace());
      return lines;
    }
  };

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What a program says at one moment. */
  record Entry(Level level, int thread, String logger, String message, List<String> trace) {}

  abstract List<String> lines(Instant at, Entry entry);
}

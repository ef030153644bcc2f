package io.tidewatch.log;

import java.util.Map;
import java.util.Objects;

/**
 * A line of a stream.
 *
 * @param labels what identifies the stream
 * @param at nanoseconds since the epoch
 */
public record LogLine(Map<String, String> labels, long at, String text) {
  public LogLine {
    labels = Map.copyOf(labels);
    Objects.requireNonNull(text, "text");
  }

  /** The same line with another text. */
  public LogLine withText(String other) {
    return new LogLine(labels, at, other);
  }
}

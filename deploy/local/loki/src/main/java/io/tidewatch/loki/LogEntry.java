package io.tidewatch.loki;

import java.util.Map;
import java.util.Objects;

/**
 * One line of one stream.
 *
 * @param at nanoseconds since the epoch
 * @param metadata what is known of this line alone, such as its detected level
 */
record LogEntry(Labels stream, long at, String line, Map<String, String> metadata) {
  LogEntry {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(line, "line");
    metadata = Map.copyOf(metadata);
  }
}

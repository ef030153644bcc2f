package io.tidewatch.demo.history.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes logs as the log server's import takes them: a pod's lines of an hour on each line. */
public final class LogFile {
  private static final int CHUNK = 60;

  private LogFile() {}

  /**
   * Writes the whole history, an hour at a time.
   *
   * @return the number of log lines
   */
  public static long write(ShopLogs logs, Appendable out) throws IOException {
    long written = 0;
    for (long from = logs.firstMinute(); from <= logs.lastMinute(); from += CHUNK) {
      long until = Math.min(logs.lastMinute(), from + CHUNK - 1);
      for (Map.Entry<LogSource, List<LogLine>> pod : between(logs, from, until).entrySet()) {
        if (!pod.getValue().isEmpty()) {
          out.append(stream(pod.getKey(), pod.getValue()).toString()).append('\n');
          written += pod.getValue().size();
        }
      }
    }
    return written;
  }

  private static Map<LogSource, List<LogLine>> between(ShopLogs logs, long from, long until) {
    Map<LogSource, List<LogLine>> all = new LinkedHashMap<>();
    for (long minute = from; minute <= until; minute++) {
      logs.at(minute)
          .forEach((pod, said) -> all.computeIfAbsent(pod, p -> new ArrayList<>()).addAll(said));
    }
    return all;
  }

  /** One stream object, as in a push. */
  static ObjectNode stream(LogSource source, List<LogLine> lines) {
    ObjectNode stream = JsonNodeFactory.instance.objectNode();
    ObjectNode labels = stream.putObject("stream");
    source.labels().forEach(labels::put);
    ArrayNode values = stream.putArray("values");
    lines.forEach(line -> values.addArray().add(String.valueOf(line.nanos())).add(line.text()));
    return stream;
  }
}

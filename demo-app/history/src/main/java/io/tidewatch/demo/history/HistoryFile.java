package io.tidewatch.demo.history;

import io.tidewatch.demo.trace.UserError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a whole history for {@code promtool tsdb create-blocks-from openmetrics}. */
public final class HistoryFile {
  private HistoryFile() {}

  /** What was written. */
  public record Written(int series, long samples) {}

  /** Something that writes text and may fail. */
  interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /** Writes every reading of the history, series by series, each in the order of time. */
  public static Written write(Traffic traffic, Path file) {
    Map<Series, Column> columns = new LinkedHashMap<>();
    traffic.series().forEach(series -> columns.put(series, new Column()));
    for (long minute = traffic.firstMinute(); minute <= traffic.lastMinute(); minute++) {
      for (Reading reading : traffic.at(minute)) {
        columns.get(reading.series()).add(minute, reading.value());
      }
    }
    replace(file, out -> writeColumns(columns, out));
    long samples = columns.values().stream().mapToLong(column -> column.size).sum();
    return new Written(columns.size(), samples);
  }

  private static void writeColumns(Map<Series, Column> columns, Writer out) throws IOException {
    Exposition exposition = new Exposition(out);
    for (Map.Entry<Series, Column> entry : columns.entrySet()) {
      Column column = entry.getValue();
      for (int i = 0; i < column.size; i++) {
        exposition.sample(entry.getKey(), column.minutes[i], column.values[i]);
      }
    }
    exposition.end();
  }

  /** Puts a file in its place only when all of it is written. */
  static void replace(Path file, Content content) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        content.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UserError(
          "cannot write " + file,
          e.toString(),
          "choose a file in an existing folder with space (about 100 MB for 14 days)");
    } finally {
      part.toFile().delete();
    }
  }

  private static final class Column {
    private long[] minutes = new long[1024];
    private double[] values = new double[1024];
    private int size;

    void add(long minute, double value) {
      if (size == minutes.length) {
        minutes = Arrays.copyOf(minutes, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      minutes[size] = minute;
      values[size++] = value;
    }
  }
}

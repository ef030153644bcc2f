package io.tidewatch.demo.load;

import io.tidewatch.demo.trace.TraceFile;
import io.tidewatch.demo.trace.UserError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a trace as a load, which must be something at every moment: imputed rows count, and missing
 * minutes lie on the line between their neighbours.
 */
final class TraceReader {
  private static final long LONGEST_MINUTES = 60L * 24 * 366 * 5;

  private final Path file;
  private final TreeMap<Long, Double> rows = new TreeMap<>();

  private TraceReader(Path file) {
    this.file = file;
    TraceFile.rows(file).forEach(row -> rows.put(row.epochSecond(), row.value()));
  }

  /** The trace in the file ({@code .csv} or {@code .csv.gz}). */
  static Trace read(Path file) {
    return new TraceReader(file).trace();
  }

  private Trace trace() {
    if (rows.size() < 2) {
      throw new UserError(
          "the trace " + file + " is too short",
          "it has " + rows.size() + " rows",
          "give at least two minutes");
    }
    long minutes = (rows.lastKey() - rows.firstKey()) / 60 + 1;
    if (minutes > LONGEST_MINUTES) {
      throw new UserError(
          "the trace " + file + " is too long",
          "it spans " + minutes + " minutes",
          "give at most five years");
    }
    double[] values = new double[(int) minutes];
    for (int i = 0; i < values.length; i++) {
      values[i] = between(rows.firstKey() + 60L * i);
    }
    return new Trace(Instant.ofEpochSecond(rows.firstKey()), values);
  }

  private double between(long second) {
    Map.Entry<Long, Double> before = rows.floorEntry(second);
    Map.Entry<Long, Double> after = rows.ceilingEntry(second);
    if (before.getKey().equals(after.getKey())) {
      return before.getValue();
    }
    double part = (double) (second - before.getKey()) / (after.getKey() - before.getKey());
    return before.getValue() + part * (after.getValue() - before.getValue());
  }
}

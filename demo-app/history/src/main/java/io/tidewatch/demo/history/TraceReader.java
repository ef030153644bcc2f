package io.tidewatch.demo.history;

import io.tidewatch.demo.trace.TraceFile;
import io.tidewatch.demo.trace.TraceRow;
import io.tidewatch.demo.trace.UserError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;

/** Reads a trace as a history: long enough, with few gaps, which stay gaps, and with traffic. */
public final class TraceReader {
  private static final int SHORTEST_DAYS = 3;
  private static final double LARGEST_GAP_SHARE = 0.2;

  private final Path file;
  private final List<TraceRow> rows;

  private TraceReader(Path file) {
    this.file = file;
    this.rows = TraceFile.rows(file);
  }

  /** The trace in the file ({@code .csv} or {@code .csv.gz}). */
  public static Trace read(Path file) {
    return new TraceReader(file).trace();
  }

  private Trace trace() {
    long first = rows.isEmpty() ? 0 : rows.get(0).epochSecond();
    long last = rows.isEmpty() ? first - 60 : rows.get(rows.size() - 1).epochSecond();
    int minutes = (int) Math.min(Integer.MAX_VALUE / 16, (last - first) / 60 + 1);
    checkLength(minutes);
    double[] values = new double[minutes];
    BitSet known = new BitSet();
    BitSet measured = new BitSet();
    for (TraceRow row : rows) {
      int minute = (int) ((row.epochSecond() - first) / 60);
      values[minute] = row.value();
      known.set(minute);
      measured.set(minute, !row.imputed());
    }
    checkTraffic(values, measured);
    return new Trace(Instant.ofEpochSecond(first), values, known, measured);
  }

  private void checkLength(int minutes) {
    if (minutes < SHORTEST_DAYS * Moment.MINUTES_A_DAY) {
      throw new UserError(
          "the trace " + file + " is too short",
          "it spans " + minutes + " minutes up to line " + (rows.size() + 1),
          "give at least " + SHORTEST_DAYS + " days at one row a minute");
    }
    double missing = minutes - rows.size();
    if (missing > LARGEST_GAP_SHARE * minutes) {
      throw new UserError(
          "the trace " + file + " has too many gaps",
          (long) missing + " of " + minutes + " minutes have no row",
          "give a trace of which at most 20 % of the minutes are missing");
    }
  }

  private void checkTraffic(double[] values, BitSet measured) {
    if (measured.stream().noneMatch(minute -> values[minute] > 0)) {
      throw new UserError(
          "the trace " + file + " has no traffic",
          "no measured value is above 0",
          "give a trace with measured requests");
    }
  }
}

package io.tidewatch.demo.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads a trace, {@code timestamp,value[,imputed]} with one row a minute, and refuses at the first
 * line that cannot be meant.
 */
public final class TraceReader {
  private static final int SHORTEST_DAYS = 3;
  private static final double LARGEST_GAP_SHARE = 0.2;

  private final Path file;
  private final Map<Long, TraceRow> rows = new LinkedHashMap<>();
  private Optional<TraceRow> previous = Optional.empty();

  private TraceReader(Path file) {
    this.file = file;
  }

  /** The trace in the file ({@code .csv} or {@code .csv.gz}). */
  public static Trace read(Path file) {
    TraceReader reader = new TraceReader(file);
    reader.readLines();
    return reader.trace();
  }

  private void readLines() {
    try (BufferedReader lines = open()) {
      int number = 1;
      header(lines.readLine());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          add(TraceRow.parse(file, number, line), number);
        }
      }
    } catch (NoSuchFileException e) {
      throw new UserError("there is no trace " + file, "no such file", "check the path");
    } catch (IOException e) {
      throw new UserError("cannot read the trace " + file, e.toString(), "check the file");
    }
  }

  private BufferedReader open() throws IOException {
    InputStream raw = Files.newInputStream(file);
    InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private void header(String line) {
    String names = line == null ? "" : line.replace("\uFEFF", "").replace(" ", "").strip();
    String lower = names.toLowerCase(Locale.ROOT);
    if (!lower.equals("timestamp,value") && !lower.equals("timestamp,value,imputed")) {
      throw new UserError(
          "line 1 of " + file + " is not the header of a trace",
          line == null ? "the file is empty" : "it reads '" + line + "'",
          "begin the file with 'timestamp,value' or 'timestamp,value,imputed'");
    }
  }

  private void add(TraceRow row, int number) {
    previous.ifPresent(before -> checkOrder(before, row, number));
    rows.put(row.epochSecond(), row);
    previous = Optional.of(row);
  }

  private void checkOrder(TraceRow before, TraceRow row, int number) {
    long step = row.epochSecond() - before.epochSecond();
    if (step <= 0) {
      throw new UserError(
          "line " + number + " of " + file + " is not later than the line before",
          row.time() + " follows " + before.time(),
          "sort the rows by time and keep one per minute");
    }
    if (step % 60 != 0) {
      throw new UserError(
          "line " + number + " of " + file + " is off the one-minute grid",
          row.time() + " is " + step + " s after the line before",
          "resample the trace to one row a minute");
    }
  }

  private Trace trace() {
    long first = rows.keySet().stream().findFirst().orElse(0L);
    long last = previous.map(TraceRow::epochSecond).orElse(first - 60);
    int minutes = (int) Math.min(Integer.MAX_VALUE / 16, (last - first) / 60 + 1);
    checkLength(minutes);
    double[] values = new double[minutes];
    BitSet known = new BitSet();
    BitSet measured = new BitSet();
    for (TraceRow row : rows.values()) {
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

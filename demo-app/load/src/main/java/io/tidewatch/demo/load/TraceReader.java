package io.tidewatch.demo.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Reads a trace, {@code timestamp,value[,imputed]} with one row a minute, and refuses at the first
 * line that cannot be meant. A load must be something at every moment, so imputed rows count and
 * missing minutes lie on the line between their neighbours.
 */
final class TraceReader {
  private static final long LONGEST_MINUTES = 60L * 24 * 366 * 5;

  private final Path file;
  private final TreeMap<Long, Double> rows = new TreeMap<>();

  private TraceReader(Path file) {
    this.file = file;
  }

  /** The trace in the file ({@code .csv} or {@code .csv.gz}). */
  static Trace read(Path file) {
    TraceReader reader = new TraceReader(file);
    reader.readLines();
    return reader.trace();
  }

  private void readLines() {
    try (BufferedReader lines = open()) {
      header(lines.readLine());
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          add(TraceRow.parse("line " + number + " of " + file, line), number);
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
    if (!rows.isEmpty()) {
      long step = row.epochSecond() - rows.lastKey();
      if (step <= 0 || step % 60 != 0) {
        throw new UserError(
            "line " + number + " of " + file + " is not a whole number of minutes later",
            "it comes " + step + " s after the line before",
            "sort the rows by time and resample them to one a minute");
      }
    }
    rows.put(row.epochSecond(), row.value());
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

package io.tidewatch.demo.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A trace on disk: {@code timestamp,value[,imputed]}, rows in the order of time on a grid of one
 * minute, with gaps where nothing was measured. What a gap means is the reader's to say.
 */
public final class TraceFile {
  private final Path file;
  private final List<TraceRow> rows = new ArrayList<>();

  private TraceFile(Path file) {
    this.file = file;
  }

  /**
   * The rows of a file ({@code .csv} or {@code .csv.gz}).
   *
   * @throws UserError at the first line that cannot be meant
   */
  public static List<TraceRow> rows(Path file) {
    TraceFile trace = new TraceFile(file);
    trace.readLines();
    return List.copyOf(trace.rows);
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
    if (!rows.isEmpty()) {
      checkOrder(rows.get(rows.size() - 1), row, number);
    }
    rows.add(row);
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
}

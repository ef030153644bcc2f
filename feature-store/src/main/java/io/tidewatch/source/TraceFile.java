package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads recorded demand, {@code timestamp,value[,imputed]} on a 1-minute grid, ISO-8601 or epoch
 * seconds, plain or gzip; a missing minute is named as a gap and bridged by the value before it.
 */
public final class TraceFile {
  /** Fewer minutes than three days cannot be split into training, calibration and test. */
  public static final int SHORTEST = 3 * 1_440;

  private TraceFile() {}

  /** Reads one trace; its name is the file's name without ending. */
  public static Trace read(Path file) {
    Lines lines = new Lines(file);
    try (BufferedReader reader = open(file)) {
      String line = reader.readLine();
      for (int number = 1; line != null; number++, line = reader.readLine()) {
        lines.accept(number, line);
      }
    } catch (NoSuchFileException missing) {
      throw new UserException(
          "cannot read the trace " + file, "there is no such file", "check the path");
    } catch (IOException broken) {
      throw new UserException(
          "cannot read the trace " + file, String.valueOf(broken.getMessage()), "check the file");
    }
    return lines.trace(name(file));
  }

  /** The traces directly in a folder, in the order of their names. */
  public static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> traces =
          files.filter(f -> f.toString().matches(".*\\.csv(\\.gz)?")).sorted().toList();
      if (traces.isEmpty()) {
        throw new UserException(
            "no trace in " + folder, "it holds no .csv or .csv.gz", "name another folder");
      }
      return traces;
    } catch (IOException missing) {
      throw new UserException(
          "cannot list " + folder, "it is no readable folder", "check the path");
    }
  }

  static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.csv(\\.gz)?$", "");
  }

  static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }

  /** The rows read so far. */
  private static final class Lines {
    private final Path file;
    private final BitSet imputed = new BitSet();
    private double[] values = new double[1 << 16];
    private int length;
    private Instant first = Instant.EPOCH;

    Lines(Path file) {
      this.file = file;
    }

    void accept(int number, String line) {
      String[] cells = line.strip().split(",", -1);
      boolean header = number == 1 && cells[0].equals("timestamp");
      if (line.isBlank() || header) {
        return;
      }
      if (cells.length < 2) {
        throw bad(number, "it has " + cells.length + " column, not timestamp,value");
      }
      Instant at = time(number, cells[0]);
      fillUpTo(number, at);
      append(value(number, cells[1]), cells.length > 2 && cells[2].strip().equals("1"));
    }

    Trace trace(String name) {
      if (length < SHORTEST) {
        throw new UserException(
            "the trace " + file + " is too short",
            "it has " + length + " minutes, at least " + SHORTEST + " (three days) are needed",
            "record a longer one");
      }
      return new Trace(name, first, Arrays.copyOf(values, length), imputed);
    }

    private void fillUpTo(int number, Instant at) {
      if (length == 0) {
        first = at;
        return;
      }
      long minutes = Duration.between(first, at).toSeconds();
      if (minutes % 60 != 0) {
        throw bad(number, "its time is not on the 1-minute grid of the first row");
      }
      long position = minutes / 60;
      if (position < length) {
        throw bad(number, "its time is not after the row before it: sort the rows");
      }
      if (position - length > 7 * 1_440) {
        throw bad(number, "more than a week is missing before it");
      }
      while (length < position) {
        append(values[length - 1], true);
      }
    }

    private void append(double value, boolean filled) {
      if (length == values.length) {
        values = Arrays.copyOf(values, 2 * length);
      }
      imputed.set(length, filled);
      values[length++] = value;
    }

    private Instant time(int number, String cell) {
      return CsvTime.parse(cell)
          .orElseThrow(
              () -> bad(number, "\"" + cell.strip() + "\" is neither ISO-8601 nor epoch seconds"));
    }

    private double value(int number, String cell) {
      try {
        double value = Double.parseDouble(cell.strip());
        if (Double.isFinite(value) && value >= 0) {
          return value;
        }
      } catch (NumberFormatException malformed) {
        // falls through to the same complaint: the row is named, whatever is wrong with its value
      }
      throw bad(number, "\"" + cell + "\" is not a finite number of at least 0");
    }

    private UserException bad(int number, String cause) {
      return new UserException(
          "line " + number + " of " + file + " is no row of a trace",
          cause,
          "rows are timestamp,value[,imputed], one a minute, in the order of time");
    }
  }
}

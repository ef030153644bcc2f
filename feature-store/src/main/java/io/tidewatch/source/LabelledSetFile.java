package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Reads labelled sets, {@code timestamp,<metric>…,label[,split]} with the last two in any order,
 * plain or gzip. Without a split the first 15 % are the train part. An empty cell takes the value
 * of the row before.
 */
public final class LabelledSetFile {
  private static final double TRAIN_SHARE = 0.15;
  private static final int SHORTEST = 100;

  private LabelledSetFile() {}

  /** Reads one set; its name is the file's name without ending. */
  public static LabelledSet read(Path file) {
    try (BufferedReader reader = TraceFile.open(file)) {
      String header = reader.readLine();
      Lines lines = new Lines(file, header == null ? "" : header);
      String line = reader.readLine();
      for (int number = 2; line != null; number++, line = reader.readLine()) {
        lines.accept(number, line);
      }
      return lines.set(TraceFile.name(file));
    } catch (IOException broken) {
      throw new UserException(
          "cannot read the labelled set " + file, broken.toString(), "check the file");
    }
  }

  /** The rows read so far. */
  private static final class Lines {
    private final Path file;
    private final List<String> columns;
    private final int labelColumn;
    private final int splitColumn;
    private final List<String> metrics = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final BitSet label = new BitSet();
    private final BitSet train = new BitSet();
    private int filled;

    Lines(Path file, String header) {
      this.file = file;
      columns = Arrays.stream(header.split(",", -1)).map(String::strip).toList();
      labelColumn = columns.indexOf("label");
      splitColumn = columns.indexOf("split");
      for (int i = 1; i < columns.size(); i++) {
        if (i != labelColumn && i != splitColumn) {
          metrics.add(columns.get(i));
        }
      }
      if (!columns.get(0).equals("timestamp") || labelColumn < 0 || metrics.isEmpty()) {
        throw bad(1, "its columns are " + columns);
      }
    }

    void accept(int number, String line) {
      if (line.isBlank()) {
        return;
      }
      String[] cells = line.split(",", -1);
      if (cells.length != columns.size()) {
        throw bad(number, "it has " + cells.length + " cells, not " + columns.size());
      }
      Instant time =
          CsvTime.parse(cells[0]).orElseThrow(() -> bad(number, "\"" + cells[0] + "\" is no time"));
      if (!times.isEmpty() && !time.isAfter(times.get(times.size() - 1))) {
        throw bad(number, "its time is not after the row before it: sort the rows");
      }
      int row = rows.size();
      label.set(row, value(number, cells[labelColumn]) > 0);
      train.set(row, splitColumn >= 0 && cells[splitColumn].strip().equals("train"));
      rows.add(values(number, cells));
      times.add(time);
    }

    private double[] values(int number, String[] cells) {
      double[] values = new double[metrics.size()];
      int metric = 0;
      for (int i = 1; i < cells.length; i++) {
        if (i != labelColumn && i != splitColumn) {
          values[metric] = cells[i].isBlank() ? before(number, metric) : value(number, cells[i]);
          metric++;
        }
      }
      return values;
    }

    private double before(int number, int metric) {
      if (rows.isEmpty()) {
        throw bad(number, "the first row has no value of " + metrics.get(metric));
      }
      filled++;
      return rows.get(rows.size() - 1)[metric];
    }

    LabelledSet set(String name) {
      if (rows.size() < SHORTEST) {
        throw new UserException(
            "the labelled set " + file + " is too short",
            "it has " + rows.size() + " rows, at least " + SHORTEST + " are needed",
            "record a longer one");
      }
      if (splitColumn < 0) {
        train.set(0, (int) (TRAIN_SHARE * rows.size()));
      }
      if (train.isEmpty() || train.cardinality() == rows.size()) {
        throw new UserException(
            "the labelled set " + file + " has no two parts",
            "the column split has to say train for some rows and test for others",
            "leave the column out to train on the first 15 %");
      }
      return new LabelledSet(
          name, step(), metrics, rows.toArray(double[][]::new), label, train, filled);
    }

    private Duration step() {
      long[] seconds = new long[times.size() - 1];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = Duration.between(times.get(i), times.get(i + 1)).toSeconds();
      }
      Arrays.sort(seconds);
      return Duration.ofSeconds(seconds[seconds.length / 2]);
    }

    private double value(int number, String cell) {
      try {
        double value = Double.parseDouble(cell.strip());
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException malformed) {
        // falls through to the same complaint: the row is named, whatever is wrong with its value
      }
      throw bad(number, "\"" + cell + "\" is not a finite number");
    }

    private UserException bad(int number, String cause) {
      return new UserException(
          "line " + number + " of " + file + " is no row of a labelled set",
          cause,
          "the columns are timestamp, metrics, label and perhaps split; rows are in the order of"
              + " time");
    }
  }
}

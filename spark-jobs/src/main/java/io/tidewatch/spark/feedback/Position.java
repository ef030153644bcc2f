package io.tidewatch.spark.feedback;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.table.AddedRows;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Seen;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Up to where log lines have been read. It only saves work: without it all lines are read again and
 * found to be there.
 *
 * @param decisions the id of the table that the decisions went to
 */
record Position(String decisions, Seen lines) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where an earlier run has stopped, if that can be read and its decisions are still there. */
  static Optional<Seen> read(DeltaStore store) {
    Path file = file(store);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Position found = JSON.readValue(file.toFile(), Position.class);
      return Optional.of(found.lines()).filter(lines -> table(store).equals(found.decisions()));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  static void write(DeltaStore store, Seen lines) {
    SummaryFile.write(file(store), new Position(table(store), lines));
  }

  private static String table(DeltaStore store) {
    return new AddedRows(store, Tables.DECISIONS).now().table();
  }

  private static Path file(DeltaStore store) {
    return store.checkpoint("feedback").resolve("lines.json");
  }
}

package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedRowsIT {
  @TempDir private Path folder;

  @Test
  void it_tells_what_was_added_and_admits_when_it_cannot() throws IOException {
    SparkSession spark = SparkSessions.open(folder.resolve("tmp"));
    try (DeltaStore store = DeltaStore.open(spark, folder.resolve("store"))) {
      append(spark, store, 1);
      AddedRows added = new AddedRows(store, TestingAppender.TABLE);
      Seen first = added.now();
      assertEquals(Optional.of(0L), added.since(first).map(rows -> rows.count()));
      append(spark, store, 2, 3);
      append(spark, store, 4);
      assertEquals(3, added.countSince(first));
      assertEquals(
          List.of(2, 3, 4),
          added.since(first).orElseThrow().sort("number").collectAsList().stream()
              .map(row -> row.<Integer>getAs("number"))
              .toList());

      new TableFiles(spark, store, TestingAppender.TABLE).compact(List.of(""));
      Seen second = new Seen(first.table(), first.version() + 2);
      assertEquals(0, added.countSince(second), "fewer files hold no new row");
      assertEquals(Optional.of(3L), added.since(first).map(rows -> rows.count()));

      assertEquals(Optional.empty(), added.since(new Seen("another", first.version())));
      assertEquals(Optional.empty(), added.since(new Seen(first.table(), 99)));
      removeDataFiles(store.path(TestingAppender.TABLE));
      assertEquals(Optional.empty(), added.since(first), "a file is gone");
    } finally {
      spark.stop();
    }
  }

  private static void append(SparkSession spark, DeltaStore store, int... numbers) {
    List<Row> rows =
        Arrays.stream(numbers).mapToObj(number -> (Row) RowFactory.create("one", number)).toList();
    store.append(
        TestingAppender.TABLE,
        spark.createDataFrame(rows, SparkTypes.schema(TestingAppender.TABLE)).coalesce(1));
  }

  private static void removeDataFiles(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
  }
}

package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real log server process, a real Prometheus, a real Spark, real Delta tables. */
@ExtendWith(TestingLogs.Given.class)
class LogIngestIT {
  private static final int LINES = 240;
  private static final String SECRET = "eve.adams@example.org";

  @TempDir private Path folder;

  @Test
  void every_entry_lands_once_and_no_secret_and_a_run_of_other_logs_is_refused(TestingLogs logs)
      throws IOException {
    logs.push("shop", lines(logs.lastStep));
    logs.loki()
        .push(
            Map.of("namespace", "shop", "pod", "web-7d9f8c6b5-z9z9z", "container", "web"),
            List.of(TestingLogs.line(logs.lastStep, 30, "WARN pool is nearly empty")));
    Path root = folder.resolve("store");
    Path catalogue = logs.catalogue("pods", "shop");
    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      ingest(logs, spark, store, catalogue);
      assertLandedOnce(store);
      assertEntriesAreWhole(store);
      assertFalse(holds(root, SECRET), "the secret has landed");

      // Nothing is new: nothing is read, nothing lands.
      ingest(logs, spark, store, catalogue);
      assertLandedOnce(store);

      Files.writeString(catalogue, Files.readString(catalogue).replace("\"}'", "\"} |= \"x\"'"));
      UserException other =
          assertThrows(UserException.class, () -> ingest(logs, spark, store, catalogue));
      assertTrue(other.remedy().contains("_checkpoints/loki"), other.getMessage());
      assertLandedOnce(store);
    } finally {
      spark.stop();
    }
  }

  private static void assertEntriesAreWhole(DeltaStore store) {
    Dataset<Row> lines = store.read(Tables.LOG_LINES);
    Dataset<Row> traces = lines.where("line like '%Exception%'");
    assertEquals(1, traces.count());
    assertTrue(traces.head().<String>getAs("line").contains("\n\tat shop.Cart"));
    assertEquals("error", traces.head().getAs("level"));
    assertTrue(lines.where("line like '%<email>%'").count() > 0);
    Dataset<Row> counts = store.read(Tables.LOG_COUNTS);
    assertEquals(1, counts.where("level = 'warn'").agg(sum("count")).head().getLong(0));
    assertEquals(0, counts.where("workload <> 'web'").count());
  }

  private static void assertLandedOnce(DeltaStore store) {
    Dataset<Row> lines = store.read(Tables.LOG_LINES);
    assertEquals(LINES + 2, lines.count());
    assertEquals(LINES + 2, lines.select("pod", "ts", "line").distinct().count());
    Dataset<Row> counts = store.read(Tables.LOG_COUNTS);
    assertEquals(LINES + 2, counts.agg(sum("count")).head().getLong(0));
    assertEquals(
        counts.count(), counts.select("pod", "ts", "level", "template").distinct().count());
    assertEquals(0, counts.where(col("template").equalTo("overflow")).count());
  }

  private static void ingest(
      TestingLogs logs, SparkSession spark, DeltaStore store, Path catalogue) {
    logs.run(
        new IngestCommand(),
        spark,
        store,
        catalogue,
        logs.loki().url(),
        "--from=" + logs.time(logs.lastStep - 20));
  }

  /** Twenty minutes of lines, one of them a stack trace at the very beginning of a step. */
  private static List<Map.Entry<Long, String>> lines(long lastStep) {
    List<Map.Entry<Long, String>> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      long at = nanos((lastStep - 20) * 60 + 5 * i + 3);
      String text = i % 40 == 7 ? "login of " + SECRET : "INFO served order " + i + " in 12 ms";
      lines.add(Map.entry(at, text));
    }
    long border = nanos((lastStep - 10) * 60) + 1;
    lines.add(Map.entry(border, "ERROR java.lang.IllegalStateException: no stock"));
    lines.add(Map.entry(border + 1, "\tat shop.Cart.add(Cart.java:17)"));
    lines.add(Map.entry(border + 2, "\tat shop.Main.main(Main.java:4)"));
    lines.sort(Map.Entry.comparingByKey());
    return lines;
  }

  private static long nanos(long seconds) {
    return seconds * 1_000_000_000L;
  }

  private static boolean holds(Path tree, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(
              file -> {
                try {
                  return Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret);
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
    }
  }
}

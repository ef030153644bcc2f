package io.tidewatch.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.collect.TestingLogServer;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real ingest of its own process that a real {@code kill -9} ends, twice; a third one, of the
 * process of the test, lands the rest.
 */
class KilledIngestIT {
  private static final int BATCHES = 5;
  private static final long SEED = 6;
  private static final Map<String, String> POD =
      Map.of("namespace", "shop", "pod", "web-7d9f8c6b5-x2x4z");

  /** What ingest leaves on the disk in the course of a batch, in this order. */
  private enum Moment {
    PLANNED,
    LANDED,
    COMMITTED;

    /** The file that shows that a batch has come so far; version 0 of a table creates it. */
    Path of(Path store, Stream stream, int batch) {
      Path checkpoint = store.resolve("_checkpoints").resolve(stream.checkpoint);
      switch (this) {
        case PLANNED:
          return checkpoint.resolve("offsets").resolve(Integer.toString(batch));
        case LANDED:
          return store.resolve(stream.table + "/_delta_log/%020d.json".formatted(batch + 1));
        default:
          return checkpoint.resolve("commits").resolve(Integer.toString(batch));
      }
    }
  }

  /** What lands side by side. */
  private enum Stream {
    LOGS("loki", "log_counts"),
    VALUES("prometheus", "metrics");

    private final String checkpoint;
    private final String table;

    Stream(String checkpoint, String table) {
      this.checkpoint = checkpoint;
      this.table = table;
    }
  }

  @TempDir private Path folder;

  @Test
  void two_kills_at_any_moment_neither_lose_nor_double_a_value_or_a_line() throws IOException {
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      TestingShop shop = TestingShop.of(folder, BATCHES, supervisor);
      shop.server().start(supervisor);
      TestingLogServer loki = TestingLogServer.start(folder.resolve("loki"), supervisor);
      loki.importHistory(POD, lines(shop));
      Path catalogue =
          shop.catalogue(folder.resolve("catalogue.yaml"), "demand", TestingShop.load("a"));
      Files.writeString(
          catalogue,
          "logs: [ { name: pods, logql: '{namespace=\"shop\"}' } ]\n",
          StandardOpenOption.APPEND);
      Path store = folder.resolve("store");
      List<String> options =
          List.of(
              "--prometheus=" + shop.server().url(),
              "--loki=" + loki.url(),
              "--catalogue=" + catalogue,
              "--from=" + shop.from());
      List<String> words = new ArrayList<>(List.of("--store=" + store, "ingest"));
      words.addAll(options);
      Random random = new Random(SEED);
      for (int kill = 0; kill < 2; kill++) {
        int batch = kill * BATCHES / 2 + random.nextInt(BATCHES / 2);
        Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
        // Both streams are under way whenever one of them gives the sign.
        Path sign = moment.of(store, Stream.values()[kill], batch);
        start(supervisor, "killed-" + kill, words).killWhen(() -> Files.exists(sign));
      }
      landTheRest(shop, store, options);
    }
  }

  private static JobProcess start(Supervisor supervisor, String name, List<String> words) {
    return JobProcess.start(supervisor, name, List.of("-Xmx1g", "-Dspark.master=local[2]"), words);
  }

  /** One line a step. */
  private static List<Map.Entry<Long, String>> lines(TestingShop shop) {
    return LongStream.rangeClosed(shop.firstStep(), shop.lastStep())
        .mapToObj(
            step ->
                Map.entry(
                    (step * TestingShop.STEP_SECONDS - 7) * 1_000_000_000L, "INFO order " + step))
        .toList();
  }

  private void landTheRest(TestingShop shop, Path root, List<String> options) {
    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      JobHere.run(new IngestCommand(), spark, store, options);
      shop.assertLandedOnce(store.read(Tables.METRICS), "demand");
      Dataset<Row> counts = store.read(Tables.LOG_COUNTS);
      assertEquals(shop.steps(), counts.count());
      assertEquals(shop.steps(), counts.select("ts").distinct().count());
      assertEquals(shop.steps(), counts.agg(functions.sum("count")).head().getLong(0));
      assertEquals(1, store.read(Tables.LOG_TEMPLATES).count());
    } finally {
      spark.stop();
    }
  }
}

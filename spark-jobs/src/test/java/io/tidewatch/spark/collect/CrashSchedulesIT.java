package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.collect.CrashingLogStore.Point;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.HardLinkLogStore;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real streams over real tables, ended at any of the points between the log of offsets, each
 * commit to a table and the log of commits, again and again, while the servers' answers change.
 */
class CrashSchedulesIT {
  private static final int STEPS_PER_BATCH = 12;
  private static final int BATCHES = 2;
  private static final int STEPS = BATCHES * STEPS_PER_BATCH;
  private static final int STEP = TestingSources.STEP_SECONDS;

  @TempDir static Path folder;
  private static TestingSources servers;
  private static SparkSession spark;
  private static long lastStep;
  private static Path catalogue;

  @BeforeAll
  static void start() throws IOException {
    servers = new TestingSources();
    System.setProperty(HardLinkLogStore.SETTING, CrashingLogStore.class.getName());
    spark = SparkSessions.open(folder.resolve("scratch"));
    // The head stays where it is for half a step, so that every run sees the same steps.
    Instant head = Instant.now().minusSeconds(STEP);
    lastStep = head.getEpochSecond() / STEP;
    long settle = STEP + head.getEpochSecond() % STEP - STEP / 2;
    catalogue =
        Files.writeString(
            folder.resolve("catalogue.yaml"),
            """
            timescale: { step: %ds }
            settle: %ds
            queries:
              - { name: demand, promql: demand }
              - { name: broken, promql: broken }
            logs:
              - { name: pods, logql: '{namespace="shop"}' }
              - { name: torn, logql: '{namespace="broken"}' }
            """
                .formatted(STEP, settle));
  }

  @AfterAll
  static void stop() {
    System.clearProperty(HardLinkLogStore.SETTING);
    spark.stop();
    servers.close();
  }

  @Test
  void a_crash_at_every_point_in_turn_loses_and_doubles_nothing() throws IOException {
    try (DeltaStore store = store()) {
      // While the tables are created; then each stream once in every run, or the other would have
      // landed all that is left.
      crash(store, before(Tables.METRICS));
      crash(store, after(Tables.GAPS));
      crash(store, after(Tables.GAPS), after(Tables.GAPS));
      crash(store, before(Tables.METRICS), before(Tables.LOG_LINES));
      crash(store, after(Tables.METRICS), after(Tables.LOG_LINES));
      // Between the last write of a batch and the log of commits.
      crash(store, after(Tables.METRICS), after(Tables.LOG_COUNTS));
      ingest(store);
      assertLandedOnce(store);
    }
  }

  private static Point before(TableContract table) {
    return new Point(table, true);
  }

  private static Point after(TableContract table) {
    return new Point(table, false);
  }

  private static DeltaStore store() throws IOException {
    return DeltaStore.open(spark, Files.createTempDirectory(folder, "store"));
  }

  private static void crash(DeltaStore store, Point... points) {
    CrashingLogStore.crashAt(points);
    RuntimeException ended = assertThrows(RuntimeException.class, () -> ingest(store));
    if (!isCrash(ended)) {
      throw ended;
    }
    assertEquals(List.of(), CrashingLogStore.heal(), "points that were not reached");
    // The process that comes next knows nothing.
    DeltaLog.clearCache();
  }

  private static boolean isCrash(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("crashed "));
  }

  private static void ingest(DeltaStore store) {
    String longest = Integer.toString(STEPS_PER_BATCH * STEP);
    Map<String, String> source = Map.of("url", servers.url(), "maxSecondsPerBatch", longest);
    PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
    new Ingestion(
            new JobContext(spark, store, Clock.systemUTC(), silent),
            new IngestSettings(
                catalogue,
                Instant.ofEpochSecond((lastStep - STEPS + 1) * STEP),
                Optional.empty(),
                source,
                Optional.of(new IngestSettings.Logs(source, Duration.ofDays(1)))))
        .run();
  }

  private static void assertLandedOnce(DeltaStore store) {
    Dataset<Row> metrics = store.read(Tables.METRICS);
    assertEquals(STEPS, metrics.count());
    assertEquals(STEPS, metrics.where("value = unix_seconds(ts) / " + STEP).distinct().count());

    // What is refused is one gap of each batch, of either source.
    Dataset<Row> gaps = store.read(Tables.GAPS);
    assertEquals(2 * BATCHES, gaps.count());
    assertEquals(2 * BATCHES, gaps.select("metric", "from_ts", "to_ts").distinct().count());

    Dataset<Row> templates = store.read(Tables.LOG_TEMPLATES);
    assertEquals(3, templates.count());
    assertEquals(3, templates.select("template").distinct().count());
    assertCountsAreThoseOfTheLines(store);
  }

  private static void assertCountsAreThoseOfTheLines(DeltaStore store) {
    Dataset<Row> counts = store.read(Tables.LOG_COUNTS).cache();
    Dataset<Row> lines = store.read(Tables.LOG_LINES).cache();
    assertEquals(counts.count(), counts.select("ts", "level", "template").distinct().count());
    // Two lines a step, and of each batch one that came late, at the reading that landed.
    assertEquals(2L * STEPS + BATCHES, counts.agg(sum("count")).head().getLong(0));
    assertEquals(lines.count(), lines.select("ts", "line").distinct().count());
    assertTrue(lines.count() > 2 * STEPS_PER_BATCH, "lines: " + lines.count());
    Dataset<Row> landed =
        lines
            .selectExpr(
                "timestamp_seconds(ceil(unix_micros(ts) / %d) * %d) as ts"
                    .formatted(STEP * 1_000_000L, STEP),
                "level",
                "template")
            .groupBy("ts", "level", "template")
            .agg(count(lit(1)).as("lines"));
    Dataset<Row> first = landed.select("ts").orderBy("ts").limit(1);
    Dataset<Row> other =
        counts
            .where(col("ts").geq(first.head().getTimestamp(0)))
            .join(landed, new String[] {"ts", "level", "template"}, "full")
            .where("count is distinct from lines");
    assertEquals(0, other.count());
  }
}

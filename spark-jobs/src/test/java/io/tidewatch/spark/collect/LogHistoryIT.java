package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Lines that are older than ingest, that came late, or that a gap hid; all of it real. */
@ExtendWith(TestingLogs.Given.class)
class LogHistoryIT {
  private static final int STEPS_PER_DAY = 1_440;

  @TempDir static Path folder;
  private static TestingLogs logs;
  private static SparkSession spark;
  private static long last;

  private DeltaStore store;

  @BeforeAll
  static void start(TestingLogs given) {
    logs = given;
    last = logs.lastStep;
    spark = SparkSessions.open(folder.resolve("scratch"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void open() throws IOException {
    store = DeltaStore.open(spark, Files.createTempDirectory(folder, "store"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_repair_adds_what_came_late_closes_the_gap_and_changes_nothing_that_landed()
      throws IOException {
    logs.push("late", lines(last - 9, last, "INFO paid order "));
    Path catalogue = logs.catalogue("pods", "late");
    run(new IngestCommand(), catalogue, "--from=" + logs.time(last - 20));
    assertEquals(10, counted());
    OpenGaps.Open gap =
        new OpenGaps.Open("pods", logs.time(last - 4), logs.time(last - 2), "timeout");
    store.append(
        Tables.GAPS, GapRow.rows(spark, List.of(GapRow.of(gap, "slow", logs.time(last), true))));
    logs.push(
        "late",
        List.of(
            TestingLogs.line(last - 3, 10, "INFO paid order 1"),
            TestingLogs.line(last - 6, 10, "ERROR the till is closed")));

    String first = run(new RepairCommand(), catalogue, "--late=1h");
    assertTrue(first.contains("2 counts and 2 lines of logs inserted; 1 of 1 gaps"), first);
    assertEquals(List.of(), OpenGaps.read(store));
    assertEquals(12, rows(Tables.LOG_LINES).count());
    Dataset<Row> raised =
        rows(Tables.LOG_COUNTS)
            .where(col("ts").equalTo(Timestamp.from(logs.time(last - 3))))
            .orderBy("known_at");
    assertEquals(
        List.of(1L, 2L),
        raised.collectAsList().stream().map(row -> row.<Long>getAs("count")).toList());

    String again = run(new RepairCommand(), catalogue, "--late=1h");
    assertTrue(again.contains("0 counts and 0 lines of logs inserted; 0 of 0 gaps"), again);
  }

  @Test
  void a_back_fill_lands_what_was_before_ingest_once_masked_and_known_when_it_settled()
      throws IOException {
    long old = last - STEPS_PER_DAY - 60;
    logs.push("past", List.of(TestingLogs.line(old, 7, "INFO paid order 1 of C-77")));
    logs.push("past", lines(last - 9, last, "INFO paid order "));
    Path catalogue = logs.catalogue("pods", "past");
    run(new IngestCommand(), catalogue, "--from=" + logs.time(last - 4));
    // It comes late into a step that has landed: that is for repair.
    logs.push("past", List.of(TestingLogs.line(last - 2, 10, "ERROR came late")));
    String[] options = {"--from=" + logs.time(old - 5), "--mask=customer=C-[0-9]+"};

    String first = run(new BackfillCommand(), catalogue, options);
    assertTrue(first.contains("backfill: 6 lines of logs from"), first);
    assertBackfilled(old);

    // As a kill between the lines and the counts of a day leaves them, and as an end leaves them.
    forgetNewestCommit(Tables.LOG_COUNTS);
    run(new BackfillCommand(), catalogue, options);
    assertBackfilled(old);
    String third = run(new BackfillCommand(), catalogue, options);
    assertTrue(third.contains("backfill: 0 lines of logs from"), third);
    assertBackfilled(old);
    UserException landed =
        assertThrows(
            UserException.class,
            () -> run(new BackfillCommand(), catalogue, "--from=" + Instant.now()));
    assertTrue(landed.remedy().contains("landed by ingest"), landed.getMessage());
  }

  private void assertBackfilled(long old) {
    assertEquals(11, counted());
    Dataset<Row> counts = rows(Tables.LOG_COUNTS);
    assertEquals(11, counts.count());
    assertEquals(10, counts.where("ts > '" + logs.time(old) + "'").select("ts").distinct().count());
    Dataset<Row> past = counts.where("ts < '" + logs.time(last - 4) + "'");
    assertEquals(6, past.where("backfilled and known_at = ts + interval 1 second").count());
    assertEquals(6, past.count());
    // The old line is counted only: lines are kept for a day.
    assertEquals(10, rows(Tables.LOG_LINES).count());
    assertEquals(10, rows(Tables.LOG_LINES).select("line").distinct().count());
    Dataset<Row> templates = rows(Tables.LOG_TEMPLATES).select("text");
    assertEquals(
        List.of("INFO paid order <*>", "INFO paid order <*> of <*>"),
        templates.orderBy("text").collectAsList().stream().map(row -> row.getString(0)).toList());
  }

  private long counted() {
    return rows(Tables.LOG_COUNTS).agg(sum("count")).head().getLong(0);
  }

  private Dataset<Row> rows(TableContract table) {
    return store.read(table);
  }

  private String run(Job verb, Path catalogue, String... options) {
    return logs.run(verb, spark, store, catalogue, logs.loki().url(), options);
  }

  private static List<Map.Entry<Long, String>> lines(long first, long last, String text) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(step -> TestingLogs.line(step, 20, text + step))
        .toList();
  }

  /** What a kill before that commit leaves. */
  private void forgetNewestCommit(TableContract table) throws IOException {
    Path log = store.path(table).resolve("_delta_log");
    String name = "%020d".formatted(store.version(table));
    for (String file : List.of(name + ".json", "." + name + ".json.crc", name + ".crc")) {
      Files.deleteIfExists(log.resolve(file));
    }
    DeltaLog.clearCache();
  }
}

package io.tidewatch.spark.collect;

import static io.tidewatch.spark.faults.FaultyServer.first;
import static io.tidewatch.spark.faults.FaultyServer.plain;
import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.faults.FaultyServer;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real log server that is killed, and one whose answers are spoilt on their way. */
@ExtendWith(TestingLogs.Given.class)
class LokiFaultsIT {
  private static final int STEPS = 12;
  private static final List<String> HEALTHY = List.of("calm", "crowded", "asked");
  private static final Map<String, String> SPOILT =
      Map.of(
          "refused", "bad_query",
          "costly", "execution",
          "large", "execution",
          "slow", "timeout");

  @TempDir static Path folder;
  private static TestingLogs logs;
  private static SparkSession spark;

  private DeltaStore store;

  @BeforeAll
  static void start(TestingLogs given) {
    logs = given;
    spark = SparkSessions.open(folder.resolve("scratch"));
    names().forEach(name -> logs.push(name, lines(name)));
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
  void a_log_that_cannot_be_read_is_a_named_gap_that_repair_closes_and_the_others_land()
      throws IOException {
    Path catalogue = catalogue(names());
    try (FaultyServer proxy = new FaultyServer(logs.loki().url())) {
      // These a client gets over by itself.
      proxy.when("\"crowded\"", first(2, plain(429, "too many outstanding requests")));
      proxy.when("\"asked\"", first(1, FaultyServer.busyFor(1)));
      proxy.when("\"refused\"", plain(400, "parse error at line 1, col 2: syntax error"));
      proxy.when("\"costly\"", plain(422, "limit exceeded"));
      proxy.when("\"large\"", plain(413, "request entity too large"));
      proxy.when("\"slow\"", plain(504, "context deadline exceeded"));
      String said = ingest(catalogue, proxy.url());
      HEALTHY.forEach(this::assertLandedOnce);
      assertEquals((long) HEALTHY.size() * STEPS, lines().count());
      assertEquals(SPOILT, openGaps());
      assertTrue(said.contains("gap in refused (bad_query)"), said);

      proxy.mend();
      logs.run(new RepairCommand(), spark, store, catalogue, proxy.url(), "--late=1h");
    }
    assertEquals(Map.of(), openGaps());
    names().forEach(this::assertLandedOnce);
    assertEquals((long) names().size() * STEPS, lines().count());
  }

  @Test
  void a_log_server_that_is_killed_under_ingest_loses_nothing_once_it_is_back() throws IOException {
    Path catalogue = catalogue(List.of("calm", "slow"));
    try (FaultyServer proxy = new FaultyServer(logs.loki().url())) {
      proxy.when(
          "\"slow\"",
          (exchange, real) -> {
            logs.loki().kill();
            exchange.close();
          });
      UserException down = assertThrows(UserException.class, () -> ingest(catalogue, proxy.url()));
      assertTrue(down.remedy().contains("run the same command again"), down.getMessage());
      assertTrue(store.read(Tables.METRICS).count() > 0, "metrics land without logs");
      assertEquals(0, lines().count());
    } finally {
      logs.loki().startAgain();
    }
    ingest(catalogue, logs.loki().url());
    Stream.of("calm", "slow").forEach(this::assertLandedOnce);
    assertEquals(2L * STEPS, lines().count());
    assertEquals(Map.of(), openGaps());
  }

  private static List<String> names() {
    return Stream.concat(HEALTHY.stream(), SPOILT.keySet().stream().sorted()).toList();
  }

  /** One line a step. */
  private static List<Map.Entry<Long, String>> lines(String name) {
    return LongStream.rangeClosed(logs.lastStep - STEPS + 1, logs.lastStep)
        .mapToObj(step -> TestingLogs.line(step, 7, "INFO " + name + " served order " + step))
        .toList();
  }

  private static Path catalogue(List<String> names) throws IOException {
    return logs.catalogue(
        names.stream().flatMap(name -> Stream.of(name, name)).toArray(String[]::new));
  }

  private String ingest(Path catalogue, URI server) {
    return logs.run(
        new IngestCommand(),
        spark,
        store,
        catalogue,
        server,
        "--from=" + logs.time(logs.lastStep - STEPS + 1));
  }

  private Dataset<Row> lines() {
    return store.read(Tables.LOG_LINES);
  }

  private void assertLandedOnce(String name) {
    Dataset<Row> lines = lines().where("namespace = '" + name + "'");
    assertEquals(STEPS, lines.count(), name);
    assertEquals(STEPS, lines.select("line").distinct().count(), name);
    Dataset<Row> counts = store.read(Tables.LOG_COUNTS).where("namespace = '" + name + "'");
    assertEquals(STEPS, counts.select("ts", "template").distinct().count(), name);
    assertEquals(STEPS, counts.agg(sum("count")).head().getLong(0), name);
  }

  private Map<String, String> openGaps() {
    Map<String, String> reasons = new TreeMap<>();
    OpenGaps.read(store).forEach(gap -> reasons.put(gap.metric(), gap.reason()));
    return reasons;
  }
}

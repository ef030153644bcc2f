package io.tidewatch.spark.faults;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.collect.OpenGaps;
import io.tidewatch.spark.collect.RepairCommand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real Prometheus that ails, and one whose answers are spoilt on their way. */
class PrometheusFaultsIT {
  private static final String PARTIAL = "\"warnings\":[\"one store did not answer\"],";

  @TempDir static Path folder;
  private static Supervisor supervisor;
  private static TestingShop shop;
  private static ManagedProcess prometheus;
  private static SparkSession spark;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private DeltaStore store;

  @BeforeAll
  static void start() throws IOException {
    supervisor = Supervisor.open(folder.resolve("state"));
    shop = TestingShop.of(folder, 1, supervisor, PrometheusFaultsIT::oddSamples);
    prometheus = shop.server().start(supervisor);
    spark = SparkSessions.open(folder.resolve("scratch"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
    supervisor.close();
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
  void a_query_that_fails_leaves_a_named_gap_and_once_it_is_mended_repair_closes_it()
      throws IOException {
    Map<String, String> spoilt = new TreeMap<>();
    try (FaultyServer proxy = new FaultyServer(shop.server().url())) {
      spoil(proxy, spoilt, "refused", "bad_query", FaultyServer.error(400, "bad_data", "no"));
      spoil(proxy, spoilt, "costly", "execution", FaultyServer.error(422, "execution", "big"));
      spoil(proxy, spoilt, "slow", "timeout", FaultyServer.error(503, "timeout", "slow"));
      spoil(
          proxy,
          spoilt,
          "partial",
          "partial",
          FaultyServer.changed(body -> body.replaceFirst("\\{", "{" + PARTIAL)));
      spoil(
          proxy,
          spoilt,
          "doubled",
          "ambiguous",
          FaultyServer.changed(
              body -> body.replace("\"workload\":\"web\"", "\"workload\":\"api\"")));
      spoil(
          proxy,
          spoilt,
          "repeated",
          "ambiguous",
          FaultyServer.changed(PrometheusFaultsIT::secondPointTwice));
      // These a client gets over by itself.
      proxy.when(
          "busy=", FaultyServer.first(2, FaultyServer.error(503, "unavailable", "starting")));
      proxy.when("torn=", FaultyServer.first(1, FaultyServer.half()));
      // Points out of their order land at their own times.
      proxy.when("mixed=", FaultyServer.changed(PrometheusFaultsIT::firstPointLast));
      Path catalogue =
          catalogue(
              "healthy",
              "busy",
              "torn",
              "mixed",
              "refused",
              "costly",
              "slow",
              "partial",
              "doubled",
              "repeated");

      run(new IngestCommand(), proxy.url(), catalogue, "--from=" + shop.from());
      for (String healthy : List.of("healthy", "busy", "torn", "mixed")) {
        shop.assertLandedOnce(store.read(Tables.METRICS), healthy);
      }
      assertEquals(spoilt, openGaps());
      assertEquals(4 * shop.values(), store.read(Tables.METRICS).count());

      proxy.mend();
      run(new RepairCommand(), proxy.url(), catalogue);
      assertEquals(Map.of(), openGaps());
      for (String mended : spoilt.keySet()) {
        shop.assertLandedOnce(store.read(Tables.METRICS), mended);
      }
    }
  }

  @Test
  void what_is_no_number_is_a_gap_and_a_counter_that_begins_anew_is_no_negative_rate()
      throws IOException {
    Path catalogue =
        shop.catalogue(
            folder.resolve("odd.yaml"),
            "odd",
            "last_over_time(odd[299s])",
            "rate",
            "rate(requests_total[600s])");
    run(new IngestCommand(), shop.server().url(), catalogue, "--from=" + shop.from());
    Dataset<Row> metrics = store.read(Tables.METRICS);
    assertEquals(shop.steps() - 3, metrics.where("metric = 'odd'").count());
    assertEquals("not_a_number", store.read(Tables.GAPS).head().<String>getAs("reason"));
    assertEquals(Map.of(), openGaps());
    Dataset<Row> rates = metrics.where("metric = 'rate'");
    assertEquals(shop.steps() - 1, rates.count());
    assertEquals(0, rates.where("abs(value - 0.1) > 1e-9").count());
  }

  @Test
  void samples_from_a_clock_that_is_ahead_of_ours_wait_until_their_time_has_come()
      throws IOException {
    Path catalogue = shop.catalogue(folder.resolve("ahead.yaml"), "ahead", "ahead");
    Files.writeString(
        catalogue, Files.readString(catalogue).replaceFirst("settle: .*", "settle: 1s"));
    run(new IngestCommand(), shop.server().url(), catalogue, "--from=" + shop.from());
    Dataset<Row> rows = store.read(Tables.METRICS);
    assertEquals(0, rows.where(col("ts").gt(lit(Timestamp.from(Instant.now())))).count());
    assertEquals(rows.count(), rows.select("ts").distinct().count());
    assertTrue(rows.count() > shop.steps(), "rows: " + rows.count());
  }

  @Test
  void a_server_that_stands_still_for_a_while_is_waited_for() throws Exception {
    Path catalogue = catalogue("demand");
    signal("STOP");
    CompletableFuture<Void> ingest;
    try {
      ingest =
          CompletableFuture.runAsync(
              () ->
                  run(
                      new IngestCommand(),
                      shop.server().url(),
                      catalogue,
                      "--from=" + shop.from()));
      Thread.sleep(2_000);
    } finally {
      signal("CONT");
    }
    ingest.get();
    shop.assertLandedOnce(store.read(Tables.METRICS), "demand");
  }

  @Test
  void a_server_that_is_killed_under_ingest_loses_nothing_once_it_is_back() throws IOException {
    Path catalogue = catalogue("demand", "other");
    try (FaultyServer proxy = new FaultyServer(shop.server().url())) {
      proxy.when(
          "other=",
          (exchange, real) -> {
            ProcessHandle.of(prometheus.pid()).ifPresent(ProcessHandle::destroyForcibly);
            exchange.close();
          });
      IngestCommand ingest = new IngestCommand();
      UserException down =
          assertThrows(
              UserException.class,
              () -> run(ingest, proxy.url(), catalogue, "--from=" + shop.from()));
      assertTrue(down.remedy().contains("run the same command again"), down.getMessage());
    } finally {
      prometheus.close();
      prometheus = shop.server().start(supervisor);
    }
    run(new IngestCommand(), shop.server().url(), catalogue, "--from=" + shop.from());
    shop.assertLandedOnce(store.read(Tables.METRICS), "demand");
    shop.assertLandedOnce(store.read(Tables.METRICS), "other");
    assertEquals(Map.of(), openGaps());
  }

  // promtool wants the samples of a family together, and the counter's half-way reset.
  private static String oddSamples(long first, long last) {
    StringBuilder odd = new StringBuilder("# TYPE odd gauge\n");
    StringBuilder ahead = new StringBuilder("# TYPE ahead gauge\n");
    StringBuilder counter = new StringBuilder("# TYPE requests counter\n");
    long reset = (first + last) / 2;
    for (long step = first; step <= last + 4; step++) {
      if (step <= last) {
        long at = step - first;
        sample(odd, "odd", at == 3 ? "NaN" : at == 4 ? "+Inf" : at == 5 ? "-Inf" : "1", step);
        long counted = 30 * (step < reset ? at + 1 : step - reset + 1);
        sample(counter, "requests_total", Long.toString(counted), step);
      }
      sample(ahead, "ahead", "1", step);
    }
    return odd.append(counter).append(ahead).toString();
  }

  private static void sample(StringBuilder text, String name, String value, long step) {
    text.append(name).append("{namespace=\"shop\",workload=\"web\"} ").append(value);
    text.append(' ').append(step * TestingShop.STEP_SECONDS).append('\n');
  }

  private static void spoil(
      FaultyServer proxy,
      Map<String, String> spoilt,
      String query,
      String reason,
      FaultyServer.Fault fault) {
    proxy.when(query + "=", fault);
    spoilt.put(query, reason);
  }

  private Map<String, String> openGaps() {
    Map<String, String> reasons = new TreeMap<>();
    OpenGaps.read(store).forEach(gap -> reasons.put(gap.metric(), gap.reason()));
    return reasons;
  }

  private static Path catalogue(String... queries) throws IOException {
    String[] namesAndQueries = new String[2 * queries.length];
    for (int i = 0; i < queries.length; i++) {
      namesAndQueries[2 * i] = queries[i];
      namesAndQueries[2 * i + 1] = TestingShop.load(queries[i]);
    }
    return shop.catalogue(Files.createTempFile(folder, "catalogue", ".yaml"), namesAndQueries);
  }

  private void run(Job verb, URI server, Path catalogue, String... more) {
    CommandLine line = new CommandLine(verb);
    String[] words = new String[more.length + 2];
    words[0] = "--prometheus=" + server;
    words[1] = "--catalogue=" + catalogue;
    System.arraycopy(more, 0, words, 2, more.length);
    line.parseArgs(words);
    verb.run(new JobContext(spark, store, Clock.systemUTC(), new PrintStream(said, true)));
  }

  private static void signal(String name) throws IOException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(prometheus.pid())).start().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static String secondPointTwice(String body) {
    int second = afterFirstPoint(body);
    int third = body.indexOf("],", second) + 2;
    return body.substring(0, third) + body.substring(second, third) + body.substring(third);
  }

  private static String firstPointLast(String body) {
    int first = body.indexOf("\"values\":[") + "\"values\":[".length();
    int second = afterFirstPoint(body);
    int end = body.indexOf("]]", second) + 1;
    String moved = "," + body.substring(first, second - 1);
    return body.substring(0, first) + body.substring(second, end) + moved + body.substring(end);
  }

  private static int afterFirstPoint(String body) {
    return body.indexOf("],", body.indexOf("\"values\":[")) + 2;
  }
}

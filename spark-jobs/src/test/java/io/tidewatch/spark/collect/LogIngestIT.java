package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real log server process, a real Prometheus, a real Spark, real Delta tables. */
class LogIngestIT {
  private static final int LINES = 240;
  private static final String SECRET = "eve.adams@example.org";
  private static final Map<String, String> WEB =
      Map.of("namespace", "shop", "pod", "web-7d9f8c6b5-x2x4z", "container", "web");
  private static final Map<String, String> OTHER =
      Map.of("namespace", "shop", "pod", "web-7d9f8c6b5-z9z9z", "container", "web");

  @TempDir static Path folder;
  private static Supervisor supervisor;
  private static TestingLogServer loki;
  private static PrometheusServer prometheus;
  private static SparkSession spark;
  private static long lastStep;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path root;
  private DeltaStore store;

  @BeforeAll
  static void start() {
    lastStep = Instant.now().getEpochSecond() / 60 - 3;
    supervisor = Supervisor.open(folder.resolve("state"));
    loki = TestingLogServer.start(folder.resolve("loki"), supervisor);
    prometheus = PrometheusServer.in(folder.resolve("prometheus"), FreePorts.next());
    prometheus.start(supervisor);
    loki.push(WEB, lines());
    loki.push(OTHER, List.of(Map.entry(nanos(lastStep * 60 - 30), "WARN pool is nearly empty")));
    spark = SparkSessions.open(folder.resolve("scratch"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
    supervisor.close();
  }

  @BeforeEach
  void open() throws IOException {
    root = Files.createTempDirectory(folder, "store");
    store = DeltaStore.open(spark, root);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void every_entry_lands_once_in_lines_and_counts_and_no_secret_in_any_file() throws IOException {
    IngestSummary summary = ingestion(loki.url().toString()).run();
    assertEquals(LINES + 2L, summary.rows().get("log_lines"), said.toString());
    assertLandedOnce();

    Dataset<Row> traces = store.read(Tables.LOG_LINES).where("line like '%Exception%'");
    assertEquals(1, traces.count());
    assertTrue(traces.head().<String>getAs("line").contains("\n\tat shop.Cart"));
    assertEquals("error", traces.head().getAs("level"));
    assertEquals(
        1, store.read(Tables.LOG_COUNTS).where("level = 'warn'").agg(sum()).head().getLong(0));
    assertEquals(
        List.of("web"),
        store.read(Tables.LOG_COUNTS).select("workload").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .toList());
    assertFalse(holds(root, SECRET), "the secret has landed");
    assertTrue(store.read(Tables.LOG_LINES).where("line like '%<email>%'").count() > 0);

    // Nothing is new: nothing is read, nothing lands.
    IngestSummary again = ingestion(loki.url().toString()).run();
    assertEquals(0, again.rows().get("log_lines"));
    assertLandedOnce();
  }

  @Test
  void a_batch_that_is_killed_after_any_of_its_appends_lands_once_with_the_templates_it_had() {
    createTables();
    LogWriter writer = writer();
    writer.call(batch(), 0L);
    List<Row> templates = templates();
    assertLandedOnce();
    for (List<TableContract> lost :
        List.of(
            List.of(Tables.LOG_COUNTS),
            List.of(Tables.LOG_COUNTS, Tables.LOG_LINES),
            List.of(Tables.LOG_COUNTS, Tables.LOG_LINES, Tables.LOG_TEMPLATES))) {
      lost.forEach(this::forgetNewestCommit);
      // A new process has no book in its memory.
      writer().call(batch(), 0L);
      assertLandedOnce();
      assertEquals(templates, templates());
    }
    writer().call(batch(), 0L);
    assertLandedOnce();
  }

  @Test
  void a_log_server_that_is_down_is_told_and_does_not_keep_metrics_from_landing() {
    Ingestion nobody = ingestion("http://127.0.0.1:" + FreePorts.next());
    UserException down = assertThrows(UserException.class, nobody::run);
    assertTrue(down.reason().contains("nothing accepts connections"), down.getMessage());
    assertTrue(store.read(Tables.METRICS).count() > 0);
    assertEquals(0, store.read(Tables.LOG_COUNTS).count());

    ingestion(loki.url().toString()).run();
    assertLandedOnce();
  }

  @Test
  void a_checkpoint_of_other_logs_is_refused_with_the_remedy() throws IOException {
    Path catalogue = catalogue("{namespace=\"shop\"}");
    ingestion(loki.url().toString(), catalogue).run();
    Files.writeString(catalogue, Files.readString(catalogue).replace("\"}'", "\"} |= \"x\"'"));
    UserException other =
        assertThrows(UserException.class, () -> ingestion(loki.url().toString(), catalogue).run());
    assertTrue(other.remedy().contains("_checkpoints/loki"), other.getMessage());
    assertLandedOnce();
  }

  @Test
  void a_query_that_loki_refuses_is_a_gap_and_the_other_logs_land() throws IOException {
    Path catalogue = catalogue("{namespace=\"shop\"}");
    String broken = "  - { name: broken, logql: '{namespace=\"shop\"} | pattern \"<_>\"' }\n";
    Files.writeString(catalogue, Files.readString(catalogue) + broken);
    ingestion(loki.url().toString(), catalogue).run();
    assertLandedOnce();
    Row gap = store.read(Tables.GAPS).where("metric = 'broken'").head();
    assertEquals("bad_query", gap.getAs("reason"));
    assertTrue(said.toString().contains("gap in broken (bad_query)"), said.toString());
  }

  @Test
  void a_repair_adds_what_came_late_closes_the_gap_and_changes_nothing_that_landed()
      throws IOException {
    Map<String, String> pod = Map.of("namespace", "late", "pod", "api-7d9f8c6b5-x2x4z");
    List<Map.Entry<Long, String>> lines = new ArrayList<>();
    for (long step = lastStep - 9; step <= lastStep; step++) {
      lines.add(Map.entry(nanos(step * 60 - 20), "INFO paid order " + step));
    }
    loki.push(pod, lines);
    Path catalogue = catalogue("{namespace=\"late\"}");
    ingestion(loki.url().toString(), catalogue).run();
    assertEquals(10, store.read(Tables.LOG_COUNTS).agg(sum()).head().getLong(0));

    OpenGaps.Open gap =
        new OpenGaps.Open("pods", time(lastStep - 4), time(lastStep - 2), "timeout");
    store.append(
        Tables.GAPS, GapRow.rows(spark, List.of(GapRow.of(gap, "slow", time(lastStep), true))));
    loki.push(
        pod,
        List.of(
            Map.entry(nanos((lastStep - 3) * 60 - 10), "INFO paid order 1"),
            Map.entry(nanos((lastStep - 6) * 60 - 10), "ERROR the till is closed")));

    LogRepair.Summary done = repair(catalogue);
    assertEquals(2, done.counts());
    assertEquals(2, done.lines());
    assertEquals(1, done.gapsClosed());
    assertEquals(List.of(), OpenGaps.read(store));
    assertEquals(12, store.read(Tables.LOG_LINES).count());
    Dataset<Row> raised =
        store
            .read(Tables.LOG_COUNTS)
            .where(col("ts").equalTo(java.sql.Timestamp.from(time(lastStep - 3))))
            .orderBy("known_at");
    assertEquals(
        List.of(1L, 2L),
        raised.collectAsList().stream().map(row -> row.<Long>getAs("count")).toList());

    LogRepair.Summary again = repair(catalogue);
    assertEquals(0, again.counts() + again.lines() + again.gapsClosed());
  }

  private LogRepair.Summary repair(Path catalogue) {
    JobContext context =
        new JobContext(spark, store, Clock.systemUTC(), new PrintStream(said, true));
    Map<String, String> source = Map.of("url", loki.url().toString());
    return new LogRepair(
            HistoryTask.of(context, catalogue, Map.of()),
            new IngestSettings.Logs(source, Duration.ofDays(1)))
        .run(Duration.ofHours(1));
  }

  private static Instant time(long step) {
    return Instant.ofEpochSecond(step * 60);
  }

  private void assertLandedOnce() {
    Dataset<Row> lines = store.read(Tables.LOG_LINES);
    assertEquals(LINES + 2, lines.count());
    assertEquals(LINES + 2, lines.select("pod", "ts", "line").distinct().count());
    Dataset<Row> counts = store.read(Tables.LOG_COUNTS);
    assertEquals(LINES + 2, counts.agg(sum()).head().getLong(0));
    assertEquals(
        counts.count(), counts.select("pod", "ts", "level", "template").distinct().count());
    long nameless =
        counts
            .join(store.read(Tables.LOG_TEMPLATES), "template")
            .where(col("template").equalTo("overflow"))
            .count();
    assertEquals(0, nameless);
  }

  private static org.apache.spark.sql.Column sum() {
    return org.apache.spark.sql.functions.sum("count");
  }

  private List<Row> templates() {
    return store
        .read(Tables.LOG_TEMPLATES)
        .select("workload", "template", "text", "first_seen")
        .orderBy("template")
        .collectAsList();
  }

  /** What a kill before that commit leaves. */
  private void forgetNewestCommit(TableContract table) {
    Path log = store.path(table).resolve("_delta_log");
    String name = "%020d".formatted(store.version(table));
    for (String file : List.of(name + ".json", "." + name + ".json.crc", name + ".crc")) {
      try {
        Files.deleteIfExists(log.resolve(file));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    DeltaLog.clearCache();
  }

  private void createTables() {
    List.of(Tables.GAPS, Tables.LOG_TEMPLATES, Tables.LOG_LINES, Tables.LOG_COUNTS)
        .forEach(store::create);
  }

  private LogWriter writer() {
    IngestProgress progress = new IngestProgress(new PrintStream(said, true), Clock.systemUTC());
    return new LogWriter(store, progress, Clock.systemUTC(), Duration.ofDays(1));
  }

  private Dataset<Row> batch() {
    StepRange steps = new StepRange(lastStep - 20, lastStep);
    spark.sparkContext().setLocalProperty("sql.streaming.queryId", "the-stream");
    try {
      return spark
          .read()
          .format("loki")
          .option("url", loki.url().toString())
          .option("catalogue", catalogue("{namespace=\"shop\"}").toString())
          .option("ranges", QueryRange.text(List.of(new QueryRange("pods", steps))))
          .load();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Ingestion ingestion(String lokiUrl) {
    try {
      return ingestion(lokiUrl, catalogue("{namespace=\"shop\"}"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Ingestion ingestion(String lokiUrl, Path catalogue) {
    JobContext context =
        new JobContext(spark, store, Clock.systemUTC(), new PrintStream(said, true));
    return new Ingestion(
        context,
        new IngestSettings(
            catalogue,
            Instant.ofEpochSecond((lastStep - 20) * 60),
            Optional.empty(),
            Map.of("url", prometheus.url().toString()),
            Optional.of(
                new IngestSettings.Logs(
                    Map.of("url", lokiUrl, "maxSecondsPerBatch", "720"), Duration.ofDays(1)))));
  }

  private static Path catalogue(String selector) throws IOException {
    String yaml =
        """
        timescale: { step: 60s }
        settle: 1s
        queries:
          - { name: demand, promql: vector(1), workload: shop/web }
        logs:
          - { name: pods, logql: '%s' }
        """;
    return Files.writeString(
        Files.createTempFile(folder, "catalogue", ".yaml"), yaml.formatted(selector));
  }

  /** Twenty minutes of lines, one of them a stack trace at the very beginning of a step. */
  private static List<Map.Entry<Long, String>> lines() {
    List<Map.Entry<Long, String>> lines = new ArrayList<>();
    long border = nanos((lastStep - 10) * 60) + 1;
    for (int i = 0; i < LINES; i++) {
      long at = nanos((lastStep - 20) * 60 + 5 * i + 3);
      String text = i % 40 == 7 ? "login of " + SECRET : "INFO served order " + i + " in 12 ms";
      lines.add(Map.entry(at, text));
    }
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

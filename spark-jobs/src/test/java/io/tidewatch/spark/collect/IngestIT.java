package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus with ten hours of two workloads, a real Spark, real Delta tables.
 *
 * <p>The settle delay stands in for the passing of time: with three hours of it the head is where
 * it was three hours ago.
 */
class IngestIT {
  private static final int STEPS = 600;
  private static final int HELD_BACK = 180;
  private static final String NOW_SETTLE = "1s";
  private static final String EARLIER_SETTLE = "180m";

  @TempDir static Path folder;
  private static Supervisor supervisor;
  private static PrometheusServer prometheus;
  private static SparkSession spark;
  private static long lastStep;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path root;
  private DeltaStore store;

  @BeforeAll
  static void start() throws IOException {
    lastStep = Instant.now().getEpochSecond() / 60 - 2;
    supervisor = Supervisor.open(folder.resolve("state"));
    prometheus = PrometheusServer.in(folder.resolve("prometheus"), FreePorts.next());
    prometheus.backfill(history(), supervisor);
    prometheus.start(supervisor);
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
  void every_value_lands_once_and_a_second_run_adds_only_new_steps() throws IOException {
    Ingestion earlier = ingestion(catalogue(EARLIER_SETTLE), prometheus.url().toString());
    IngestSummary first = earlier.run();
    long before = rows(Tables.METRICS).count();
    assertEquals(before, first.rows().get("metrics"));
    assertTrue(before > 0 && before <= 2 * (STEPS - HELD_BACK) + 8, "rows: " + before);

    IngestSummary second = ingestion(catalogue(NOW_SETTLE), prometheus.url().toString()).run();
    assertEquals(2 * STEPS - before, second.rows().get("metrics"));
    assertAllLandedOnce();

    // Whatever the first run could not read is named, and the others went on.
    Row gap = rows(Tables.GAPS).where("metric = 'broken'").head();
    assertEquals("bad_query", gap.getAs("reason"));
    assertEquals(true, gap.getAs("open"));
    assertTrue(said.toString().contains("gap in broken (bad_query)"), said.toString());
    assertTrue(rows(Tables.METRICS).where("not backfilled").count() <= 10);
  }

  @Test
  void a_server_that_is_down_is_the_users_to_mend_and_nothing_is_lost() throws IOException {
    Path catalogue = catalogue(NOW_SETTLE);
    Ingestion nobody = ingestion(catalogue, "http://127.0.0.1:" + FreePorts.next());
    UserException down = assertThrows(UserException.class, nobody::run);
    assertTrue(down.reason().contains("nothing accepts connections"), down.getMessage());
    ingestion(catalogue, prometheus.url().toString()).run();
    assertAllLandedOnce();
  }

  @Test
  void a_checkpoint_of_other_queries_is_refused_and_without_it_ingest_goes_on() throws IOException {
    String url = prometheus.url().toString();
    ingestion(catalogue(EARLIER_SETTLE), url).run();
    Path changed = catalogue(NOW_SETTLE);
    Files.writeString(changed, Files.readString(changed).replace("unit: requests/s", "unit: r"));
    UserException other = assertThrows(UserException.class, ingestion(changed, url)::run);
    assertTrue(other.problem().contains("other queries"), other.getMessage());

    delete(store.checkpoint("prometheus"));
    ingestion(changed, url).run();
    assertAllLandedOnce();

    delete(store.path(Tables.METRICS));
    UserException gone = assertThrows(UserException.class, ingestion(changed, url)::run);
    assertTrue(gone.reason().contains("metrics was removed"), gone.getMessage());
  }

  @Test
  void a_store_has_one_ingest_and_a_table_is_refused_when_it_is_missing_or_newer() {
    UserException missing = assertThrows(UserException.class, () -> store.read(Tables.METRICS));
    assertTrue(missing.remedy().contains("ingest"), missing.getMessage());
    store.create(Tables.GAPS);
    try (DeltaStore second = DeltaStore.open(spark, root)) {
      store.claim(Role.INGEST);
      assertThrows(UserException.class, () -> second.claim(Role.INGEST));
      second.claim(Role.FEATURES);
      assertEquals(0, second.read(Tables.GAPS).count());
    }
  }

  @Test
  void a_table_gains_the_columns_of_a_newer_version_and_an_older_program_refuses_it() {
    store.create(Tables.GAPS);
    List<Column> columns = new ArrayList<>(Tables.GAPS.columns());
    columns.add(Column.optional("note", ColumnType.STRING));
    TableContract next =
        new TableContract("gaps", 2, "", columns, Tables.GAPS.key(), List.of(), 365);
    assertEquals(0, store.read(next).where("note is not null").count());
    assertEquals(0, store.read(Tables.GAPS).count());
    store.create(next);
    assertEquals(0, store.read(next).where("note is not null").count());
    UserException newer = assertThrows(UserException.class, () -> store.read(Tables.GAPS));
    assertTrue(newer.reason().contains("version 2"), newer.getMessage());
  }

  private void assertAllLandedOnce() {
    Dataset<Row> metrics = rows(Tables.METRICS);
    assertEquals(2L * STEPS, metrics.count());
    assertEquals(2L * STEPS, metrics.select("workload", "metric", "ts").distinct().count());
    Dataset<Row> wrong =
        metrics.where(
            col("value")
                .notEqual(
                    unix_seconds(col("ts"))
                        .divide(60)
                        .mod(1_000)
                        .plus(functions.when(col("workload").equalTo("api"), 0.5).otherwise(0))));
    assertEquals(0, wrong.count());
  }

  private Dataset<Row> rows(TableContract table) {
    return store.read(table);
  }

  private Ingestion ingestion(Path catalogue, String url) {
    JobContext context =
        new JobContext(spark, store, Clock.systemUTC(), new PrintStream(said, true));
    Instant from = Instant.ofEpochSecond((lastStep - STEPS + 1) * 60);
    Map<String, String> source = Map.of("url", url, "maxSecondsPerBatch", "14400");
    return new Ingestion(context, new IngestSettings(catalogue, from, Optional.empty(), source));
  }

  // 59 s: Prometheus 2 counts a sample at the very beginning of a window too, Prometheus 3 does
  // not.
  private static Path catalogue(String settle) throws IOException {
    String yaml =
        """
        timescale: { step: 60s }
        settle: %s
        queries:
          - name: demand
            promql: sum by (namespace, workload) (last_over_time(load[59s]))
            unit: requests/s
          - name: broken
            promql: sum by (
        """;
    return Files.writeString(
        Files.createTempFile(folder, "catalogue", ".yaml"), yaml.formatted(settle));
  }

  private static Path history() throws IOException {
    StringBuilder text = new StringBuilder("# TYPE load gauge\n");
    for (String workload : List.of("api", "web")) {
      String half = workload.equals("api") ? ".5" : ".0";
      for (long step = lastStep - STEPS + 1; step <= lastStep; step++) {
        text.append("load{namespace=\"shop\",workload=\"").append(workload).append("\"} ");
        text.append(step % 1_000).append(half).append(' ').append(step * 60).append('\n');
      }
    }
    return Files.writeString(folder.resolve("history.om"), text.append("# EOF\n"));
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

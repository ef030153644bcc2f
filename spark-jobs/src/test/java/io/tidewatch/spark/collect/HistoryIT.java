package io.tidewatch.spark.collect;

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
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real Prometheus servers with thirty hours of one workload: one that has everything, and one
 * as it was earlier, before some samples had arrived and while others were wrong.
 */
class HistoryIT {
  private static final int STEPS = 1_800;
  private static final int MISSING = 20;
  private static final int WRONG = 7;

  @TempDir static Path folder;
  private static Supervisor supervisor;
  private static URI now;
  private static URI earlier;
  private static SparkSession spark;
  private static long firstStep;
  private static long lastStep;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private DeltaStore store;

  @BeforeAll
  static void start() throws IOException {
    lastStep = Instant.now().getEpochSecond() / 60 - 2;
    firstStep = lastStep - STEPS + 1;
    supervisor = Supervisor.open(folder.resolve("state"));
    now = server("now", step -> true, step -> false);
    earlier =
        server(
            "earlier",
            step -> step < lastStep - 100 || step >= lastStep - 100 + MISSING,
            step -> step > lastStep - WRONG);
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
  void a_back_fill_lands_what_was_before_ingest_once_and_known_when_it_settled()
      throws IOException {
    Path catalogue = catalogue("true");
    ingest(catalogue, now, time(lastStep - 99));
    assertEquals(100, rows(Tables.METRICS).where("metric = 'demand'").count());

    Backfill.Summary first = backfill(catalogue, now, time(firstStep));
    assertEquals(2 * (STEPS - 100), first.rows());
    assertLandedOnce();
    Dataset<Row> early = rows(Tables.METRICS).where("ts < '" + time(lastStep - 99) + "'");
    assertEquals(0, early.where("not backfilled").count());
    assertEquals(0, early.where("known_at <> ts + interval 1 second").count());
    assertTrue(files(Tables.METRICS) <= 6, "files: " + files(Tables.METRICS));

    Backfill.Summary second = backfill(catalogue, now, time(firstStep));
    assertEquals(0, second.rows());
    UserException late =
        assertThrows(UserException.class, () -> backfill(catalogue, now, Instant.now()));
    assertTrue(late.remedy().contains("ingest"), late.getMessage());
  }

  @Test
  void a_repair_inserts_what_arrived_late_or_changed_and_changes_nothing_else() throws IOException {
    Path catalogue = catalogue("true");
    ingest(catalogue, earlier, time(firstStep));
    long before = rows(Tables.METRICS).count();
    Instant cutOff = Instant.now();

    Repair.Summary first = repair(catalogue, now);
    assertEquals(2 * MISSING, first.missing());
    assertEquals(2 * WRONG, first.different());
    assertEquals(before + 2 * (MISSING + WRONG), rows(Tables.METRICS).count());

    // Who asks for today sees the truth; who asks for what was known then sees what was known then.
    assertEquals(0, wrong(NewestRows.of(rows(Tables.METRICS), Optional.empty())).count());
    Dataset<Row> then = NewestRows.of(rows(Tables.METRICS), Optional.of(cutOff));
    assertEquals(before, then.count());
    assertEquals(2 * WRONG, wrong(then).count());

    Repair.Summary second = repair(catalogue, now);
    assertEquals(0, second.rows());
    assertEquals(before + 2 * (MISSING + WRONG), rows(Tables.METRICS).count());
    Row named = rows(Tables.GAPS).where("reason = 'repaired'").head();
    assertTrue(
        named.<String>getAs("detail").startsWith(MISSING + " values were missing"),
        named.toString());
  }

  @Test
  void a_gap_is_read_again_until_it_can_be_read_and_then_closed() throws IOException {
    Path broken = catalogue("(");
    ingest(broken, now, time(firstStep));
    long gaps = rows(Tables.GAPS).count();
    assertTrue(gaps > 0);
    assertEquals(0, rows(Tables.METRICS).where("metric = 'other'").count());

    Repair.Summary stillBroken = repair(broken, now);
    assertEquals(0, stillBroken.gapsClosed());
    assertEquals(gaps, rows(Tables.GAPS).count(), "trying again adds nothing");

    Repair.Summary mended = repair(catalogue("true"), now);
    assertEquals(STEPS, mended.missing());
    assertEquals(0, mended.gapsOpen());
    assertEquals(0, OpenGaps.read(store).size());
    assertLandedOnce();
  }

  @Test
  void a_second_repair_is_refused_while_ingest_is_welcome() throws IOException {
    Path catalogue = catalogue("true");
    ingest(catalogue, now, time(lastStep - 10));
    try (DeltaStore other = DeltaStore.open(spark, store.path(Tables.METRICS).getParent())) {
      other.claim(Role.HISTORY);
      other.claim(Role.MAINTENANCE);
      assertThrows(UserException.class, () -> repair(catalogue, now));
      assertThrows(UserException.class, () -> backfill(catalogue, now, time(firstStep)));
      ingest(catalogue, now, time(lastStep - 10));
    }
  }

  private void assertLandedOnce() {
    Dataset<Row> metrics = rows(Tables.METRICS);
    assertEquals(2L * STEPS, metrics.count());
    assertEquals(2L * STEPS, metrics.select("metric", "ts").distinct().count());
    assertEquals(0, wrong(metrics).count());
  }

  private static Dataset<Row> wrong(Dataset<Row> rows) {
    return rows.where("value <> (unix_seconds(ts) / 60) % 1000");
  }

  private Dataset<Row> rows(TableContract table) {
    return store.read(table);
  }

  private int files(TableContract table) {
    return rows(table).inputFiles().length;
  }

  private void ingest(Path catalogue, URI server, Instant from) {
    new Ingestion(context(), new IngestSettings(catalogue, from, Optional.empty(), source(server)))
        .run();
  }

  private Backfill.Summary backfill(Path catalogue, URI server, Instant from) {
    HistoryTask task = HistoryTask.of(context(), catalogue, source(server));
    return new Backfill(task, new PastValues(task)).run(from, Optional.empty());
  }

  private Repair.Summary repair(Path catalogue, URI server) {
    return new Repair(HistoryTask.of(context(), catalogue, source(server))).run(Duration.ofDays(2));
  }

  private static Map<String, String> source(URI server) {
    return Map.of("url", server.toString());
  }

  private JobContext context() {
    return new JobContext(spark, store, Clock.systemUTC(), new PrintStream(said, true));
  }

  private static Instant time(long step) {
    return Instant.ofEpochSecond(step * 60);
  }

  // 59 s: Prometheus 2 counts a sample at the very beginning of a window too, Prometheus 3 does
  // not.
  private static Path catalogue(String other) throws IOException {
    String promql =
        other.equals("true") ? "sum by (namespace, workload) (last_over_time(load[59s]))" : other;
    String yaml =
        """
        timescale: { step: 60s }
        settle: 1s
        queries:
          - name: demand
            promql: sum by (namespace, workload) (last_over_time(load[59s]))
          - name: other
            promql: %s
        """;
    return Files.writeString(
        Files.createTempFile(folder, "catalogue", ".yaml"), yaml.formatted(promql));
  }

  private static URI server(String name, LongPredicate there, LongPredicate wrong)
      throws IOException {
    PrometheusServer server = PrometheusServer.in(folder.resolve(name), FreePorts.next());
    StringBuilder text = new StringBuilder("# TYPE load gauge\n");
    for (long step = firstStep; step <= lastStep; step++) {
      if (there.test(step)) {
        text.append("load{namespace=\"shop\",workload=\"web\"} ");
        text.append(step % 1_000 + (wrong.test(step) ? 0.5 : 0)).append(' ').append(step * 60);
        text.append('\n');
      }
    }
    Path history = Files.writeString(folder.resolve(name + ".om"), text.append("# EOF\n"));
    server.backfill(history, supervisor);
    server.start(supervisor);
    return server.url();
  }
}

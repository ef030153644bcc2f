package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Role;
import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.spark.table.TableFiles;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real lines, a real Spark, real Delta tables. */
class FeedbackIT {
  private static final Instant BEGIN = Instant.parse("2026-11-24T00:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-24");
  private static final long DECISIONS = 360;
  private static final List<Long> LOST = List.of(41L, 42L, 43L);
  private static final Duration TWO_DAYS = Duration.ofDays(2);
  private static final WorkloadId ITSELF = WorkloadId.parse("tidewatch/controller");
  private static final Catalogue CATALOGUE =
      CatalogueFile.parse(
          """
          settle: 30s
          queries:
            - name: demand
              promql: sum by (namespace, workload) (last_over_time(x[$step]))
          workloads:
            - { workload: shop/web, demand: demand, minReplicas: 2, maxReplicas: 60, capacity: 10,
                target: 0.6, leadTimeSeconds: 60, costPerPodHour: 0.04 }
            - { workload: shop/api, demand: demand, minReplicas: 2, maxReplicas: 60, capacity: 10,
                target: 0.6, leadTimeSeconds: 60, costPerPodHour: 0.04 }
          """,
          "the test");

  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSessions.open(
            folder.resolve("scratch"),
            Map.of("spark.sql.shuffle.partitions", "1", "spark.default.parallelism", "1"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private record Metric(
      String namespace,
      String kind,
      String workload,
      String pod,
      String metric,
      Instant ts,
      double value,
      Instant knownAt,
      boolean backfilled,
      LocalDate day) {}

  private record Line(
      String namespace,
      String kind,
      String workload,
      String pod,
      Instant ts,
      String level,
      String template,
      String line,
      Instant knownAt,
      LocalDate day) {}

  @Test
  void decisions_land_once_and_are_judged_through_kills_repetitions_and_late_lines() {
    Path root = folder.resolve("store");
    landTruth(root);
    land(root, linesOf(LongStream.rangeClosed(1, DECISIONS).filter(n -> !LOST.contains(n))));
    String copy = TestingDecisions.line(BEGIN, 9);
    String cut = TestingDecisions.line(BEGIN, 99).substring(0, 200);
    String full = TestingDecisions.full(BEGIN, 9);
    land(root, List.of(copy, full, cut, "{\"event\":\"started\"}", "plain words"));

    killedBeforeJudging(root);
    forgetDecisions(root);
    FeedbackSummary first = run(root);
    assertEquals(DECISIONS - LOST.size(), first.decisions());
    assertEquals(0, first.predictions(), "they had landed before the kill");
    assertEquals(1, first.malformed());
    assertTrue(first.examples().get(0).contains("no JSON"), first.examples().get(0));

    assertDecisions(root, DECISIONS - LOST.size());
    assertEquals(List.of("lost the numbers 41 to 43 of the controller kqzwmbtd"), gaps(root));
    assertEvaluations(root);
    assertOutcomes(root);

    List<Long> before = rows(root);
    FeedbackSummary again = run(root);
    assertEquals(0, again.lines());
    assertEquals(0, again.decisions() + again.evaluations() + again.outcomes() + again.lost());
    assertEquals(first.hours(), again.hours());
    assertEquals(before, rows(root));

    land(root, linesOf(LongStream.concat(LOST.stream().mapToLong(n -> n), LongStream.of(5))));
    FeedbackSummary late = run(root);
    assertEquals(LOST.size() + 1, late.lines());
    assertEquals(LOST.size(), late.decisions());
    assertEquals(2, late.outcomes(), "the hour of both workloads that they were made in");
    assertDecisions(root, DECISIONS);
    assertTrue(gaps(root).contains("arrived the numbers 41 to 43 of the controller kqzwmbtd"));
  }

  @Test
  void what_the_user_can_mend_is_told_and_nothing_is_written() {
    Path root = folder.resolve("other");
    assertRefused(root, "no table log_lines and no table metrics", "run ingest");
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      store.create(Tables.METRICS);
    }
    land(root, List.of("plain words"));
    assertRefused(root, "none is a decision", "docs/how-to/feedback.md");

    String newer =
        DecisionLine.write(TestingDecisions.decision(BEGIN, 2))
            .put("format", DecisionLine.FORMAT + 1)
            .toString();
    land(root, List.of(TestingDecisions.line(BEGIN, 1), newer));
    assertRefused(root, "format " + (DecisionLine.FORMAT + 1), "update Tidewatch");
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      assertFalse(store.exists(Tables.DECISIONS));
    }
    UserException foreign =
        assertThrows(
            UserException.class, () -> run(root, Optional.of(WorkloadId.parse("shop/web"))));
    assertTrue(foreign.reason().contains("of the workload shop/web"), foreign.reason());
  }

  @Test
  void a_second_run_at_the_same_time_is_refused() {
    Path root = folder.resolve("busy");
    try (DeltaStore first = DeltaStore.open(spark, root)) {
      first.claim(Role.FEEDBACK);
      UserException refused = assertThrows(UserException.class, () -> run(root));
      assertTrue(refused.problem().startsWith("feedback is running"), refused.problem());
    }
  }

  private static void assertDecisions(Path root, long count) {
    List<Row> rows = all(root, Tables.DECISIONS);
    assertEquals(count, rows.size());
    assertEquals(count, rows.stream().map(row -> row.<Long>getAs("sequence")).distinct().count());
    Row full =
        rows.stream().filter(row -> row.<Long>getAs("sequence") == 9).findFirst().orElseThrow();
    assertTrue(full.<String>getAs("record").contains("all of it"));
    assertEquals("shop/web", full.getAs("workload"));
    assertEquals(Integer.valueOf(6), full.<Integer>getAs("hpa"));
    assertEquals("Trusted Predicted", full.getAs("reasons"));
  }

  private static void assertEvaluations(Path root) {
    List<Row> rows = all(root, Tables.EVALUATIONS);
    // Both aliases at three horizons; the day is not over, so only all workloads together.
    assertEquals(6, rows.size());
    for (Row row : rows) {
      boolean champion = row.getAs("alias").equals("champion");
      assertEquals("", row.getAs("workload"));
      assertEquals(champion ? "3" : "4", row.getAs("version"));
      assertEquals(champion ? 0.9 : 0.7, row.<Double>getAs("accuracy"), 1e-9);
      assertEquals(champion ? 1.0 : 0.0, row.<Double>getAs("coverage"), 1e-9);
      assertTrue(row.<Long>getAs("scored") > 150, row.toString());
    }
  }

  private static void assertOutcomes(Path root) {
    List<Row> rows = all(root, Tables.OUTCOMES);
    assertEquals(6, rows.size());
    for (Row row : rows) {
      boolean web = row.getAs("workload").equals("shop/web");
      double hours = row.<Double>getAs("decided_minutes") / 60;
      assertEquals(2 * hours, row.<Double>getAs("saved_pod_hours"), 1e-9);
      assertEquals(0.0, row.<Double>getAs("regret_pod_hours"), 1e-9);
      assertEquals(0.08 * hours, row.<Double>getAs("saved_dollars"), 1e-9);
      assertEquals(web ? "helped" : "unknown", row.getAs("verdict"));
      assertEquals(!web, row.isNullAt(row.fieldIndex("violation_minutes")));
    }
    // Two lines of shop/web in a row are missing; the wish before them stands for two minutes.
    assertEquals(
        1, rows.stream().filter(row -> row.<Double>getAs("decided_minutes") == 59).count());
  }

  /** Predictions, decisions and gaps have landed, and nothing says so. */
  private static void killedBeforeJudging(Path root) {
    OutputStream dying =
        new OutputStream() {
          private int lines;

          @Override
          public void write(int b) {
            lines += b == '\n' ? 1 : 0;
            if (lines == 3) {
              throw new Killed();
            }
          }
        };
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      JobContext context =
          new JobContext(spark, store, new Hurried(), new PrintStream(dying, true));
      assertThrows(
          Killed.class, () -> new Feedback(context, CATALOGUE).run(Optional.of(ITSELF), TWO_DAYS));
    }
  }

  /** The process is gone. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** As after a kill between a decision's predictions and itself. */
  private static void forgetDecisions(Path root) {
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      new TableFiles(spark, store, Tables.DECISIONS).delete("true");
    }
  }

  private static FeedbackSummary run(Path root) {
    return run(root, Optional.of(ITSELF));
  }

  private static FeedbackSummary run(Path root, Optional<WorkloadId> from) {
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true);
      JobContext context = new JobContext(spark, store, new Hurried(), quiet);
      return new Feedback(context, CATALOGUE).run(from, TWO_DAYS);
    }
  }

  private static void assertRefused(Path root, String cause, String remedy) {
    UserException refused = assertThrows(UserException.class, () -> run(root));
    assertTrue(refused.reason().contains(cause), refused.reason());
    assertTrue(refused.remedy().contains(remedy), refused.remedy());
  }

  private static List<String> gaps(Path root) {
    return all(root, Tables.GAPS).stream()
        .map(row -> row.getAs("reason") + " " + row.getAs("detail"))
        .toList();
  }

  private static List<Long> rows(Path root) {
    return List.of(
            Tables.DECISIONS, Tables.PREDICTIONS, Tables.EVALUATIONS, Tables.OUTCOMES, Tables.GAPS)
        .stream()
        .map(table -> (long) all(root, table).size())
        .toList();
  }

  private static List<Row> all(Path root, TableContract table) {
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      return store.read(table).orderBy(col(table.key().get(0))).collectAsList();
    }
  }

  private static List<String> linesOf(LongStream sequences) {
    return sequences.mapToObj(n -> TestingDecisions.line(BEGIN, n)).toList();
  }

  private static void land(Path root, List<String> lines) {
    List<Line> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(
          new Line(
              "tidewatch",
              "Deployment",
              "controller",
              "controller-0",
              BEGIN,
              "info",
              "t",
              line,
              BEGIN,
              DAY));
    }
    append(root, Tables.LOG_LINES, Line.class, rows);
  }

  private static void landTruth(Path root) {
    List<Metric> rows =
        IntStream.rangeClosed(-60, 185)
            .mapToObj(minute -> BEGIN.plusSeconds(60L * minute))
            .map(
                ts ->
                    new Metric(
                        "shop",
                        "Deployment",
                        "web",
                        "",
                        "demand",
                        ts,
                        TestingDecisions.DEMAND,
                        ts,
                        false,
                        ts.atOffset(ZoneOffset.UTC).toLocalDate()))
            .toList();
    append(root, Tables.METRICS, Metric.class, rows);
  }

  private static <R extends Record> void append(
      Path root, TableContract table, Class<R> type, List<R> rows) {
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      store.append(
          table, RowCodec.of(type, SparkTypes.schema(table)).rows(spark, rows).coalesce(1));
    }
  }

  /** Ten past three; more than a minute passes between two looks, so that progress is told. */
  private static final class Hurried extends Clock {
    private Instant now = BEGIN.plus(Duration.ofMinutes(190));

    @Override
    public Instant instant() {
      now = now.plusSeconds(61);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}

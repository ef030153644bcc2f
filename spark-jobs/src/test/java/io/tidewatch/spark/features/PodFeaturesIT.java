package io.tidewatch.spark.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.LogFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.feature.PodViews;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.TableFiles;
import io.tidewatch.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Health and log features of pods by the real Spark and Delta, from the first run to a repair. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PodFeaturesIT {
  private static final String YAML =
      """
      timescale: { step: 60s }
      settle: 30s
      queries:
        - { name: demand, promql: "sum by (namespace, workload) (load)" }
        - { name: cpu_usage, level: pod, promql: "sum by (namespace, pod) (cpu)" }
      workloads:
        - { workload: shop/web, demand: demand }
      """;
  private static final List<String> METRICS = List.of("cpu_usage", "memory_working_set");
  private static final int DAY = 1_440;
  // Six hours, a day and two hours, so that the last hours need the second day but not the first.
  private static final int MIDNIGHT = 360 + DAY;
  private static final int HISTORY = MIDNIGHT + 120;
  private static final int BORN = MIDNIGHT - 300;
  private static final int DIED = MIDNIGHT + 30;
  private static final int REPAIRED = HISTORY - 40;
  private static final int BACKFILLED = MIDNIGHT + 10;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static DeltaStore store;
  private static TestingPods pods;
  private static final ByteArrayOutputStream SAID = new ByteArrayOutputStream();

  @BeforeAll
  static void open() throws IOException {
    spark = SparkSessions.open(folder.resolve("tmp"));
    store = DeltaStore.open(spark, folder.resolve("store"));
    pods = new TestingPods(spark, store, Instant.parse("2026-11-02T18:00:00Z"), HISTORY + 60);
    Files.writeString(folder.resolve("catalogue.yaml"), YAML);
    land(0, HISTORY);
  }

  @AfterAll
  static void close() {
    store.close();
    spark.stop();
  }

  @Test
  @Order(1)
  void every_stored_vector_is_what_serving_computes_and_known_when_all_it_reads_is()
      throws IOException {
    leaveAnOlderVersionOfTheSet();
    String summary = run();
    assertTrue(summary.contains("\"name\":\"health\",\"version\":1"), summary);
    assertTrue(SAID.toString(StandardCharsets.UTF_8).contains("health "), SAID.toString());
    assertAll(VectorSet.HEALTH, HealthFeatures.set(), pods.series());
    assertAll(VectorSet.LOG, LogFeatures.set(), pods.logSeries());
    for (Row row : stored(VectorSet.HEALTH).where("minute(ts) = 7").collectAsList()) {
      String pod = row.getAs("pod");
      Instant ts = row.<Timestamp>getAs("ts").toInstant();
      Instant known = row.<Timestamp>getAs("known_at").toInstant();
      assertEquals(pods.healthKnownAt(pod, pods.position(ts)), known, pod + " at " + ts);
    }
    assertEquals(
        1, store.read(Tables.FEATURES).where("feature_set = 'health/0/sha256:old'").count());
  }

  @Test
  @Order(2)
  void a_pod_has_vectors_from_its_birth_to_its_death() {
    Row span = stored(VectorSet.HEALTH).where("pod = 'c'").agg(min("ts"), max("ts")).head();
    assertTrue(span.getTimestamp(0).toInstant().isAfter(pods.time(BORN)));
    assertEquals(pods.time(DIED - 1), span.getTimestamp(1).toInstant());
    long silent = stored(VectorSet.LOG).where("pod = 'b'").count();
    assertTrue(silent > DAY, "b writes nothing, and its silence was heard: " + silent);
  }

  @Test
  @Order(3)
  void a_second_run_adds_nothing_even_if_nobody_knows_what_the_first_did() throws IOException {
    long before = store.read(Tables.FEATURES).count();
    assertEquals(0, rows(run()));
    for (Path left : left()) {
      Files.delete(left);
    }
    assertEquals(0, rows(run()));
    assertEquals(before, store.read(Tables.FEATURES).count());
  }

  @Test
  @Order(4)
  void a_new_hour_adds_its_rows_and_opens_no_day_that_it_does_not_look_back_on()
      throws IOException {
    new TableFiles(spark, store, Tables.METRICS).compact(List.of("2026-11-03"));
    land(HISTORY, HISTORY + 60);
    List<Path> hidden =
        List.of(
            store.path(Tables.METRICS).resolve("day=2026-11-02"),
            store.path(Tables.LOG_COUNTS).resolve("day=2026-11-02"),
            store.path(Tables.FEATURES).resolve("day=2026-11-02"),
            store.path(Tables.FEATURES).resolve("day=2026-11-03"));
    for (Path day : hidden) {
      Files.move(day, day.resolveSibling("_hidden-" + day.getFileName()));
    }
    String summary = run();
    for (Path day : hidden) {
      Files.move(day.resolveSibling("_hidden-" + day.getFileName()), day);
    }
    long gaps = stored(VectorSet.HEALTH).where(after(HISTORY)).count();
    assertTrue(gaps > 160 && gaps <= 180, "three pods of an hour: " + gaps);
    assertEquals(gaps + stored(VectorSet.LOG).where(after(HISTORY)).count(), rows(summary));
    assertAll(VectorSet.HEALTH, HealthFeatures.set(), pods.series());
    assertAll(VectorSet.LOG, LogFeatures.set(), pods.logSeries());
  }

  @Test
  @Order(5)
  void after_a_repair_what_read_the_old_value_is_there_anew_and_the_old_is_still_there()
      throws IOException {
    long before = store.read(Tables.FEATURES).count();
    Instant repaired = Instant.parse("2026-11-20T12:00:00Z");
    pods.metric("a", "cpu_usage", REPAIRED, 5_000, repaired);
    pods.land();
    long added = rows(run());
    assertEquals(before + added, store.read(Tables.FEATURES).count(), "nothing is changed");
    Dataset<Row> anew =
        stored(VectorSet.HEALTH).where(col("known_at").geq(lit(Timestamp.from(repaired))));
    assertEquals(added, anew.count());
    assertEquals(
        added - 2,
        anew.where("pod = 'a'").where(after(REPAIRED)).count(),
        "all of the pod since then, and of its peers the step itself");
    assertEquals(2, anew.where("pod IN ('b', 'd')").where(at(REPAIRED)).count());
    assertAll(VectorSet.HEALTH, HealthFeatures.set(), pods.series());
  }

  @Test
  @Order(6)
  void what_a_backfill_changes_became_known_now_although_its_rows_claim_to_be_older()
      throws IOException {
    assertFalse(stored(VectorSet.HEALTH).where("pod = 'a'").where(at(BACKFILLED)).isEmpty());
    pods.metric("a", "gc_time", BACKFILLED, 0.9, pods.time(BACKFILLED).plusSeconds(30));
    pods.land();
    Instant began = Instant.now().minusSeconds(1);
    assertTrue(rows(run()) > 0);
    Dataset<Row> of = stored(VectorSet.HEALTH).where("pod = 'a'").where(at(BACKFILLED));
    assertEquals(2, of.count());
    assertEquals(1, of.where(col("known_at").geq(lit(Timestamp.from(began)))).count());
    assertAll(VectorSet.HEALTH, HealthFeatures.set(), pods.series());
    assertEquals(0, rows(run()));
  }

  @Test
  @Order(7)
  void a_gap_of_the_logs_is_unknown_until_it_was_read_again() throws IOException {
    gap(true, "2026-11-20T13:00:00Z");
    assertTrue(rows(run("--sets=log")) > 0);
    int unknown = LogFeatures.set().names().indexOf("log_lines_unknown_15");
    Row after =
        stored(VectorSet.LOG)
            .where("pod = 'b'")
            .where(at(REPAIRED + 8))
            .agg(max_by(col("vector"), col("known_at")))
            .head();
    assertTrue(after.<Double>getList(0).get(unknown) >= 5 / 15.0, "" + after);
    gap(false, "2026-11-20T14:00:00Z");
    assertTrue(rows(run("--sets=log")) > 0);
    assertAll(VectorSet.LOG, LogFeatures.set(), pods.logSeries());
  }

  @Test
  @Order(8)
  void sets_are_chosen_by_name_and_an_unknown_one_is_refused() throws IOException {
    String summary = run("--sets=demand,log");
    assertFalse(summary.contains("health"), summary);
    assertTrue(summary.contains("\"demand\"") && summary.contains("\"log\""), summary);
    UserException refused = assertThrows(UserException.class, () -> run("--sets=demnad"));
    assertTrue(refused.remedy().contains("demand, health, log"), refused.getMessage());
  }

  private static void land(int from, int to) {
    Random random = new Random(from + 1L);
    for (int i = from; i < to; i++) {
      for (String pod : List.of("a", "b", "c", "d")) {
        boolean lives = !pod.equals("c") || (i >= BORN && i < DIED);
        for (String metric : METRICS) {
          double value = 100 + 20 * random.nextDouble();
          if (lives && random.nextInt(30) > 0) {
            pods.metric(pod, metric, i, value, pods.time(i).plusSeconds(30));
          }
        }
        boolean writes = lives && !pod.equals("b") && random.nextInt(3) == 0;
        if (writes) {
          int errors = random.nextInt(4);
          pods.log(pod, i, 1 + random.nextInt(9), errors, errors > 0 && random.nextInt(5) == 0);
        }
      }
    }
    pods.land();
  }

  private static void leaveAnOlderVersionOfTheSet() {
    store.append(
        Tables.FEATURES,
        spark.sql(
            "SELECT 'health/0/sha256:old' AS feature_set, 'shop/web' AS workload, 'a' AS pod,"
                + " TIMESTAMP '2026-11-03 00:00:00' AS ts, TIMESTAMP '2026-11-03 00:01:00' AS"
                + " known_at, ARRAY(1.0D) AS vector, DATE '2026-11-03' AS day"));
  }

  private static void gap(boolean open, String recordedAt) {
    store.append(
        Tables.GAPS,
        spark.sql(
            ("SELECT 'log_lines' AS metric, TIMESTAMP '%s' AS from_ts, TIMESTAMP '%s' AS to_ts,"
                    + " 'timeout' AS reason, 'slow' AS detail, TIMESTAMP '%s' AS recorded_at,"
                    + " %s AS open")
                .formatted(pods.time(REPAIRED), pods.time(REPAIRED + 5), recordedAt, open)));
  }

  /** The newest stored vectors are exactly those that the whole history has, bit for bit. */
  private static void assertAll(
      VectorSet set, FeatureSet<PodView> features, Map<String, Map<String, Series>> series) {
    PodViews views = new PodViews(series);
    Map<String, double[]> stored = new HashMap<>();
    for (Row row :
        stored(set)
            .groupBy("pod", "ts")
            .agg(max_by(col("vector"), col("known_at")))
            .collectAsList()) {
      double[] vector = row.<Double>getList(2).stream().mapToDouble(Double::doubleValue).toArray();
      stored.put(row.getString(0) + "@" + row.getTimestamp(1).toInstant(), vector);
    }
    long expected = 0;
    for (String pod : views.pods()) {
      for (int i = 0; i < HISTORY + 60; i++) {
        String key = pod + "@" + pods.time(i);
        Optional<PodView> view = views.at(pod, i);
        expected += view.isPresent() ? 1 : 0;
        if (view.isPresent() && (i % 7 == 0 || i >= REPAIRED)) {
          assertArrayEquals(features.vector(view.get()), stored.get(key), set + " " + key);
        }
      }
    }
    assertEquals(expected, stored.size(), "vectors of " + set);
  }

  private static Dataset<Row> stored(VectorSet set) {
    return store
        .read(Tables.FEATURES)
        .where(col("feature_set").equalTo(set.storedName()))
        .where(col("workload").equalTo("shop/web"));
  }

  private static Column after(int position) {
    return col("ts").geq(lit(Timestamp.from(pods.time(position))));
  }

  private static Column at(int position) {
    return col("ts").equalTo(lit(Timestamp.from(pods.time(position))));
  }

  private static List<Path> left() throws IOException {
    try (var files = Files.list(store.checkpoint("features"))) {
      List<Path> all = files.toList();
      assertEquals(3, all.size(), "one per set: " + all);
      return all;
    }
  }

  private static String run(String... options) throws IOException {
    FeaturesCommand verb = new FeaturesCommand();
    CommandLine line = new CommandLine(verb);
    String[] words = new String[options.length + 2];
    words[0] = "--catalogue=" + folder.resolve("catalogue.yaml");
    words[1] = "--out=" + folder.resolve("out");
    System.arraycopy(options, 0, words, 2, options.length);
    line.parseArgs(words);
    verb.run(new JobContext(spark, store, Clock.systemUTC(), new PrintStream(SAID, true)));
    return Files.readString(folder.resolve("out/features.json"));
  }

  private static long rows(String summary) {
    return Long.parseLong(summary.replaceFirst("(?s).*?\"rows\":(\\d+).*", "$1"));
  }
}

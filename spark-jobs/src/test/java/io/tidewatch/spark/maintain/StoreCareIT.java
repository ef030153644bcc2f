package io.tidewatch.spark.maintain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.WriteId;
import io.tidewatch.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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

/** A real store of Delta tables, looked after and looked at. */
class StoreCareIT {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir static Path folder;
  private static SparkSession spark;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private DeltaStore store;

  @BeforeAll
  static void start() {
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
  void maintenance_keeps_every_row_that_is_young_enough_in_fewer_files() throws IOException {
    for (int batch = 0; batch < 6; batch++) {
      store.append(Tables.METRICS, hour("2026-11-24", batch), new WriteId("stream", batch));
    }
    store.append(Tables.METRICS, hour("2026-08-01", 0));
    store.create(Tables.GAPS);
    Path stale = leftover("stale", NOW.minusSeconds(7_200));
    Path fresh = leftover("fresh", NOW.minusSeconds(5));
    Path checkpoint = Files.createDirectories(store.checkpoint("prometheus").resolve("commits"));

    Maintenance.Summary done =
        new Maintenance(context(), new MaintainSettings(Map.of(), 4, 168)).run();

    assertEquals(360, store.read(Tables.METRICS).count());
    Maintenance.TableSummary metrics = done.tables().get(0);
    assertEquals(
        new Maintenance.TableSummary("metrics", 60, 7, 1, 1), metrics, "60 rows were 115 days old");
    assertEquals(List.of(), done.postponed());
    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(fresh), "a commit may just be being written");
    assertTrue(Files.exists(checkpoint));
    assertTrue(store.hasLanded(Tables.METRICS, new WriteId("stream", 5)));

    Maintenance.Summary again =
        new Maintenance(context(), new MaintainSettings(Map.of(), 4, 168)).run();
    assertEquals(new Maintenance.TableSummary("metrics", 0, 1, 1, 0), again.tables().get(0));
  }

  @Test
  void an_inspection_tells_what_there_is_to_a_person_and_to_a_program() throws IOException {
    store.append(Tables.METRICS, hour("2026-11-24", 0));
    store.append(Tables.METRICS, hour("2026-11-24", 0));
    store.append(
        Tables.GAPS,
        spark.sql(
            "SELECT 'memory' AS metric, TIMESTAMP '2026-11-24 00:10:00' AS from_ts,"
                + " TIMESTAMP '2026-11-24 00:20:00' AS to_ts, 'timeout' AS reason, 'slow' AS detail,"
                + " TIMESTAMP '2026-11-24 00:30:00' AS recorded_at, true AS open"));

    inspect("--check");
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("\nmetrics   120       1  2026-11-24 00:00"), text);
    assertTrue(text.contains("60 values have landed more than once"), text);
    assertTrue(text.contains("memory       timeout"), text);

    said.reset();
    inspect("--json");
    var json = new ObjectMapper().readTree(said.toByteArray());
    assertEquals(120, json.at("/tables/0/rows").asLong());
    assertEquals(2, json.at("/tables/0/files").asLong());
    assertEquals("demand", json.at("/metrics/0/metric").asText());
    assertEquals(11 * 3_600 + 60, json.at("/metrics/0/ageSeconds").asLong());
    assertEquals("timeout", json.at("/openGaps/0/reason").asText());
  }

  private void inspect(String option) {
    InspectCommand command = new InspectCommand();
    new CommandLine(command).parseArgs(option);
    command.run(context());
  }

  private JobContext context() {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new JobContext(spark, store, Clock.fixed(NOW, ZoneOffset.UTC), out);
  }

  /** An hour of one series. */
  private static Dataset<Row> hour(String day, int hour) {
    return spark
        .range(60)
        .withColumn(
            "ts",
            expr("TIMESTAMP '" + day + " 00:00:00' + make_dt_interval(0, " + hour + ", id, 0)"))
        .select(
            lit("shop").as("namespace"),
            lit("Deployment").as("kind"),
            lit("web").as("workload"),
            lit("").as("pod"),
            lit("demand").as("metric"),
            col("ts"),
            col("id").cast("double").as("value"),
            col("ts").as("known_at"),
            lit(false).as("backfilled"),
            to_date(col("ts")).as("day"))
        .coalesce(1);
  }

  private Path leftover(String name, Instant age) throws IOException {
    Path log = store.path(Tables.METRICS).resolve("_delta_log");
    Path file = Files.writeString(log.resolve(".1.json." + name + ".unpublished"), "half");
    return Files.setLastModifiedTime(file, FileTime.from(age));
  }
}

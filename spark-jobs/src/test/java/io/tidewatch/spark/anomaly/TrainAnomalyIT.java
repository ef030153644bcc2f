package io.tidewatch.spark.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.AnomalyFeatures;
import io.tidewatch.mlflow.MlflowSettings;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.MlflowServer;
import io.tidewatch.processes.PythonEnvironment;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.features.VectorSet;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From the table of features to a champion in the real MLflow, and from there to scores. */
class TrainAnomalyIT {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final int STEPS = 400;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static DeltaStore store;
  private static JobContext context;
  private static Path catalogue;

  @BeforeAll
  static void open() throws Exception {
    spark = SparkSessions.open(folder.resolve("tmp"));
    store = DeltaStore.open(spark, folder.resolve("store"));
    Clock clock = Clock.fixed(START.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    context = new JobContext(spark, store, clock, new PrintStream(OutputStream.nullOutputStream()));
    catalogue =
        Files.writeString(
            folder.resolve("catalogue.yaml"),
            """
            timescale: { step: 60s }
            settle: 30s
            queries:
              - { name: demand, promql: "sum by (namespace, workload) (load)" }
            workloads:
              - { workload: shop/web, demand: demand }
            """);
    for (String pod : List.of("web-1", "web-2")) {
      land(VectorSet.HEALTH, pod, 0, STEPS, 30);
      land(VectorSet.LOG, pod, 0, STEPS, 45);
    }
  }

  @AfterAll
  static void close() {
    store.close();
    spark.stop();
  }

  @Test
  void pods_train_a_champion_that_scores_each_step_once() throws Exception {
    Optional<PythonEnvironment> python = PythonEnvironment.find();
    assumeTrue(python.isPresent(), "skipped: the MLflow server is not installed");
    MlflowServer server = new MlflowServer(folder.resolve("mlflow"), FreePorts.next());
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      server.start(python.get(), supervisor);
      String url = server.url().toString();
      TrainAnomalyCommand.Summary first = train(url);
      assertEquals(2 * STEPS, first.rows());
      assertEquals(ModelRegistry.CHAMPION, first.alias());
      assertEquals(first.version(), train(url).version(), "the same job registers once");
      assertEquals(ModelRegistry.CHALLENGER, train(url, "--seed=7").alias());
      try (ModelRegistry registry = ModelRegistry.connect(MlflowSettings.of(server.url()))) {
        ModelVersion champion = registry.byAlias("anomaly", ModelRegistry.CHAMPION).orElseThrow();
        assertComplete(registry.download(champion, folder.resolve("package")), first.digest());
      }
      scores(url);
    }
  }

  @Test
  void too_little_data_is_the_users_error() {
    UserException refused =
        assertThrows(
            UserException.class, () -> training(Duration.ofHours(2), Optional.of(time(STEPS))));
    assertTrue(refused.reason().contains("238 rows"), refused.getMessage());
    UserException none =
        assertThrows(UserException.class, () -> training(Duration.ofDays(1), Optional.of(START)));
    assertTrue(none.reason().contains("was given 0"), none.getMessage());
  }

  private static void scores(String url) throws Exception {
    assertEquals(2 * STEPS, score(url).rows());
    assertEquals(0, score(url).rows(), "a second run adds nothing");
    // The pod's memory leaks in the newest step, and one older vector is repaired.
    land(VectorSet.HEALTH, "web-1", STEPS, STEPS + 1, 30, 40);
    land(VectorSet.LOG, "web-1", STEPS, STEPS + 1, 45);
    land(VectorSet.HEALTH, "web-2", 5, 6, 3_600);
    ScoreCommand.Summary later = score(url);
    assertEquals(2, later.rows());
    Row leak =
        store
            .read(Tables.SCORES)
            .where(functions.col("ts").equalTo(Timestamp.from(time(STEPS))))
            .first();
    assertTrue(leak.<Boolean>getAs("anomaly"), leak.toString());
    String attribution = leak.getAs("attribution");
    assertTrue(attribution.contains("\"direction\":\"high\""), attribution);
    assertEquals("1", leak.getAs("model_version"));
    assertEquals(
        2, store.read(Tables.SCORES).where("pod = 'web-2' and ts = '" + ts(5) + "'").count());
  }

  private static void assertComplete(ModelPackage content, String digest) {
    PackageManifest manifest = content.manifest();
    manifest.requireFeatureSet(AnomalyFeatures.healthAndLog());
    assertEquals(digest, manifest.detectors().get(PackageManifest.POOLED).digest());
    assertEquals(digest, ForestText.digest(AnomalyPackage.forest(content)));
    assertEquals(32, content.golden().rows().size());
    content.golden().verify(rows -> scores(content.model(), rows));
  }

  private static Map<String, float[]> scores(Path graph, float[][] rows) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(graph.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of(ForestOnnx.INPUT, input))) {
      float[][] column = (float[][]) result.get(ForestOnnx.SCORE).orElseThrow().getValue();
      float[] values = new float[column.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = column[i][0];
      }
      return Map.of(ForestOnnx.SCORE, values);
    } catch (OrtException broken) {
      throw new AssertionError("the graph cannot be asked", broken);
    }
  }

  private static AnomalyTraining training(Duration length, Optional<Instant> until) {
    return AnomalyTraining.of(
        store, CatalogueFile.read(catalogue), ForestSettings.DEFAULT, length, until);
  }

  private static TrainAnomalyCommand.Summary train(String url, String... more) {
    TrainAnomalyCommand verb = new TrainAnomalyCommand();
    List<String> words = new ArrayList<>(List.of("--catalogue=" + catalogue, "--mlflow=" + url));
    words.addAll(List.of(more));
    new CommandLine(verb).parseArgs(words.toArray(String[]::new));
    return (TrainAnomalyCommand.Summary) verb.run(context);
  }

  private static ScoreCommand.Summary score(String url) {
    ScoreCommand verb = new ScoreCommand();
    new CommandLine(verb).parseArgs("--mlflow=" + url);
    return (ScoreCommand.Summary) verb.run(context);
  }

  private static void land(VectorSet set, String pod, int from, int to, int delay) {
    land(set, pod, from, to, delay, 1);
  }

  private static void land(VectorSet set, String pod, int from, int to, int delay, double spread) {
    Random random = new Random(pod.hashCode() + from);
    List<Row> rows = new ArrayList<>();
    for (int step = from; step < to; step++) {
      double[] vector = random.doubles(set.features().size()).map(v -> v * spread).toArray();
      rows.add(
          RowFactory.create(
              set.storedName(),
              "shop/web",
              pod,
              Timestamp.from(time(step)),
              Timestamp.from(time(step).plusSeconds(delay)),
              vector,
              Date.valueOf(time(step).atOffset(ZoneOffset.UTC).toLocalDate())));
    }
    store.append(Tables.FEATURES, spark.createDataFrame(rows, SparkTypes.schema(Tables.FEATURES)));
  }

  private static Instant time(int step) {
    return START.plusSeconds(60L * step);
  }

  private static String ts(int step) {
    return time(step).toString().replace('T', ' ').replace("Z", "");
  }
}

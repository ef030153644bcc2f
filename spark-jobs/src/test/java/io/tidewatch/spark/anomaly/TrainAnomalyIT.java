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
import io.tidewatch.spark.gate.AnomalyLimits;
import io.tidewatch.spark.gate.PromotionLedger;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
  private static final int PODS = 8;
  private static final int STEPS = 100;
  private static final int TRAINED = 80;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static DeltaStore store;
  private static JobContext context;
  private static Path catalogue;

  @BeforeAll
  static void open() throws Exception {
    spark = SparkSessions.open(folder.resolve("tmp"));
    store = DeltaStore.open(spark, folder.resolve("store"));
    // Events are in the order of time, so it has to go on; but from a day of our own.
    Clock clock =
        Clock.offset(
            Clock.systemUTC(), Duration.between(Instant.now(), START.plus(Duration.ofDays(1))));
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
    for (int pod = 1; pod <= PODS; pod++) {
      land(VectorSet.HEALTH, "web-" + pod, 0, STEPS, 30);
      land(VectorSet.LOG, "web-" + pod, 0, STEPS, 45);
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
      weak_first_then_a_bad_one_then_a_better_one(url);
      try (ModelRegistry registry = ModelRegistry.connect(MlflowSettings.of(server.url()))) {
        ModelVersion champion = registry.byAlias("anomaly", ModelRegistry.CHAMPION).orElseThrow();
        assertEquals("3", champion.version());
        assertComplete(registry.download(champion, folder.resolve("package")));
        scores(url);
        a_champion_by_hand_that_alarms_all_the_time_is_demoted_once(registry);
      }
    }
  }

  private static void weak_first_then_a_bad_one_then_a_better_one(String url) {
    TrainAnomalyCommand.Summary weak = train(url, "--trees=10", "--samples=64");
    assertEquals(PODS * TRAINED, weak.rows(), "the newest fifth is held out");
    assertEquals(ModelRegistry.CHAMPION, weak.alias(), weak.reason());
    assertEquals(weak.version(), train(url, "--trees=10", "--samples=64").version(), "once");
    TrainAnomalyCommand.Summary noisy = train(url, "--contamination=0.5");
    assertEquals(ModelRegistry.CHALLENGER, noisy.alias(), noisy.reason());
    assertTrue(noisy.reason().contains("alarms per pod-day"), noisy.reason());
    TrainAnomalyCommand.Summary better = train(url);
    assertEquals(ModelRegistry.CHAMPION, better.alias(), better.reason());
    assertEquals(
        List.of("1 promoted by gate", "2 refused by gate", "3 promoted by gate"), events());
  }

  private static void a_champion_by_hand_that_alarms_all_the_time_is_demoted_once(
      ModelRegistry registry) {
    ModelVersion noisy = registry.version("anomaly", "2").orElseThrow();
    assertTrue(registry.text(noisy, "gate/gate.txt").contains("LOST"));
    registry.setAlias(noisy, ModelRegistry.CHAMPION);
    registry.setTag(noisy, "pinned", "true");
    AnomalyEvaluation.Summary held = evaluate(registry);
    assertEquals("held", held.action(), held.why());
    assertTrue(held.drift().orElseThrow().contains("above the budget"), held.toString());
    registry.setTag(noisy, "pinned", "false");
    AnomalyEvaluation.Summary summary = evaluate(registry);
    assertEquals("demoted", summary.action(), summary.why());
    assertTrue(summary.why().contains("version 2 has left its band"), summary.why());
    assertTrue(summary.why().contains("back to version 3"), summary.why());
    assertEquals("kept", evaluate(registry).action());
    assertEquals(
        List.of("2 promoted by manual", "2 held by evaluate", "2 demoted by evaluate"),
        events().subList(3, events().size()));
  }

  private static AnomalyEvaluation.Summary evaluate(ModelRegistry registry) {
    return new AnomalyEvaluation(registry, context, AnomalyLimits.DEFAULT)
        .run(CatalogueFile.read(catalogue), Duration.ofDays(1));
  }

  private static List<String> events() {
    return new PromotionLedger(context)
        .of("anomaly").rows().stream()
            .map(event -> event.version() + " " + event.action() + " by " + event.actor())
            .toList();
  }

  @Test
  void too_little_data_is_the_users_error() {
    UserException refused =
        assertThrows(
            UserException.class, () -> training(Duration.ofMinutes(20), Optional.of(time(STEPS))));
    assertTrue(refused.reason().contains(" rows"), refused.getMessage());
    UserException none =
        assertThrows(UserException.class, () -> training(Duration.ofDays(1), Optional.of(START)));
    assertTrue(none.reason().contains("was given 0"), none.getMessage());
  }

  private static void scores(String url) throws Exception {
    assertEquals(PODS * STEPS, score(url).rows());
    assertEquals(0, score(url).rows(), "a second run adds nothing");
    // The pod's memory leaks in the newest step, and one older vector is repaired.
    land(VectorSet.HEALTH, "web-1", STEPS, STEPS + 1, 30, 40);
    land(VectorSet.LOG, "web-1", STEPS, STEPS + 1, 45);
    land(VectorSet.HEALTH, "web-2", 5, 6, 3_600, 1);
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
    assertEquals("3", leak.getAs("model_version"));
    assertEquals(
        2, store.read(Tables.SCORES).where("pod = 'web-2' and ts = '" + ts(5) + "'").count());
  }

  private static void assertComplete(ModelPackage content) {
    PackageManifest manifest = content.manifest();
    manifest.requireFeatureSet(AnomalyFeatures.healthAndLog());
    String digest = manifest.detectors().get(PackageManifest.POOLED).digest();
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
    List<double[]> healthy =
        set == VectorSet.HEALTH ? TestingPods.vectors(pod, to) : noise(set, pod, to);
    List<Row> rows = new ArrayList<>();
    for (int step = from; step < to; step++) {
      double[] vector = Arrays.stream(healthy.get(step)).map(v -> v * spread).toArray();
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

  private static List<double[]> noise(VectorSet set, String pod, int steps) {
    Random random = new Random(pod.hashCode());
    return IntStream.range(0, steps).mapToObj(step -> quiet(set, random)).toList();
  }

  /** Most pods write nothing strange, and a feature that never varies is never split on. */
  private static double[] quiet(VectorSet set, Random random) {
    double[] vector = new double[set.features().size()];
    vector[0] = random.nextDouble();
    return vector;
  }

  private static Instant time(int step) {
    return START.plusSeconds(60L * step);
  }

  private static String ts(int step) {
    return time(step).toString().replace('T', ' ').replace("Z", "");
  }
}

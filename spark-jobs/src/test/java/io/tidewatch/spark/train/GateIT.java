package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.domain.Timescale;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.MlflowSettings;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.TrainingRun;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.MlflowServer;
import io.tidewatch.processes.PythonEnvironment;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.Trace;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.gate.EarlyRetrain;
import io.tidewatch.spark.gate.Evaluation;
import io.tidewatch.spark.gate.GateSettings;
import io.tidewatch.spark.gate.Promotion;
import io.tidewatch.spark.gate.PromotionLedger;
import io.tidewatch.spark.table.DeltaStore;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of planted models in the real MLflow: refused, promoted, promoted by hand, demoted. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GateIT {
  private static final int DAY = 1_440;
  private static final TrainingSettings WEAK =
      new TrainingSettings(1, 1, 0.1, 0.8, 0.6, 16, 20, 2_500, 42);
  private static final TrainingSettings GOOD =
      new TrainingSettings(12, 4, 0.3, 0.8, 0.6, 32, 20, 5_000, 42);
  private static final TrainingFacts FACTS =
      new TrainingFacts(
          Timescale.realTime(), "test", 42, Map.of("features", 1L, "metrics", 1L), Map.of());

  @TempDir static Path folder;
  private static SparkSession spark;
  private static JobContext context;
  private static Supervisor supervisor;
  private static ModelRegistry registry;
  private static JavaRDD<WorkloadRows> rows;
  private static JavaRDD<WorkloadRows> newest;
  private static Training better;

  @BeforeAll
  static void open() {
    Optional<PythonEnvironment> python = PythonEnvironment.find();
    assumeTrue(python.isPresent(), "skipped: the MLflow server is not installed");
    MlflowServer server = new MlflowServer(folder.resolve("mlflow"), FreePorts.next());
    supervisor = Supervisor.open(folder.resolve("state"));
    server.start(python.get(), supervisor);
    registry = ModelRegistry.connect(MlflowSettings.of(server.url()));
    spark = SparkSessions.open(folder.resolve("tmp"));
    PrintStream quiet = new PrintStream(OutputStream.nullOutputStream());
    DeltaStore store = DeltaStore.open(spark, folder.resolve("store"));
    context = new JobContext(spark, store, Clock.systemUTC(), quiet);
    rows = rows(demand(4));
    newest = rows(demand(5));
  }

  @AfterAll
  static void close() {
    if (registry != null) {
      registry.close();
      supervisor.close();
      context.store().close();
      spark.stop();
    }
  }

  @Test
  @Order(1)
  void the_first_model_only_has_to_beat_the_baselines() {
    TrainSummary first = register(byTrees(Training.of(context, rows, WEAK)));
    assertTrue(first.champion(), first.reason());
    assertEquals("1", champion());
    assertEquals(List.of("1 promoted by gate"), events());
  }

  @Test
  @Order(2)
  void a_model_trained_on_shuffled_targets_is_refused_and_its_table_says_why() {
    Training shuffled = Training.of(context, rows.map(GateIT::shuffled), WEAK);
    TrainSummary summary = register(withModels(shuffled, shuffled.models()));
    assertFalse(summary.champion(), summary.reason());
    assertEquals("1", champion());
    assertEquals(Optional.of("2"), alias(ModelRegistry.CHALLENGER));
    ModelVersion version = version("2");
    assertEquals("refused", version.tags().get("tidewatch.gate"));
    assertTrue(registry.text(version, "gate/gate.json").contains("\"passed\":false"));
    assertTrue(registry.text(version, "gate/gate.txt").contains("LOST"));
    assertEquals(List.of("1 promoted by gate", "2 refused by gate"), events());
  }

  @Test
  @Order(3)
  void a_better_model_is_promoted_and_a_job_that_is_run_again_registers_and_records_it_once() {
    better = byTrees(Training.of(context, rows, GOOD));
    registerOnly(better);
    TrainSummary summary = register(better);
    assertTrue(summary.champion(), summary.reason());
    assertEquals("3", champion());
    assertEquals("3", summary.models().get(0).version(), "the killed job's version");
    assertTrue(register(better).champion());
    assertEquals(3, registry.versions(TrainCommand.KIND).size());
    assertEquals("3 promoted by gate", events().get(events().size() - 1));
    assertEquals(3, events().size());
    assertEquals(Optional.empty(), alias(ModelRegistry.CHALLENGER), "it is no challenger any more");
  }

  @Test
  @Order(4)
  void a_promotion_by_hand_is_obeyed_and_recorded_once() {
    Training fragile = fragile(1_150);
    assertFalse(register(fragile).champion(), "it is as good as the champion, not better");
    registry.setAlias(version("4"), ModelRegistry.CHAMPION);
    Evaluation.Summary summary = evaluate(rows);
    assertEquals("kept", summary.action(), summary.why());
    evaluate(rows);
    assertEquals("4", champion());
    assertEquals(List.of("4 refused by gate", "4 promoted by manual"), events().subList(3, 5));
    assertEquals(5, events().size());
  }

  @Test
  @Order(5)
  void a_pinned_champion_stays_though_it_has_left_its_band() {
    registry.setTag(version("4"), "pinned", "true");
    Evaluation.Summary summary = evaluate(newest);
    assertEquals("held", summary.action(), summary.why());
    assertTrue(summary.why().contains("pinned"), summary.why());
    assertTrue(summary.drift().orElseThrow().startsWith("WAPE"), "it needs a training");
    assertEquals("4", champion());
    registry.setTag(version("4"), "pinned", "false");
  }

  @Test
  @Order(6)
  void a_champion_that_was_promoted_by_hand_and_then_spoiled_is_demoted_once_with_a_reason() {
    int before = events().size();
    Evaluation.Summary summary = evaluate(newest);
    assertEquals("demoted", summary.action(), summary.why());
    assertEquals("3", champion());
    assertTrue(summary.why().contains("version 4 has left its band: WAPE"), summary.why());
    assertTrue(summary.why().contains("back to version 3"), summary.why());
    evaluate(newest);
    assertEquals("3", champion());
    List<String> since = events().subList(before, events().size());
    assertEquals(1, since.stream().filter(e -> e.contains("demoted")).count(), since.toString());
    assertEquals("4 demoted by evaluate", since.get(0));
  }

  @Test
  @Order(7)
  void a_training_is_asked_for_early_once_in_three_days_and_a_job_run_again_says_the_same() {
    String before = champion();
    Instant monday = Instant.now().minus(Duration.ofDays(20));
    Optional<String> drift = Optional.of("WAPE drifts");
    assertFalse(ask("sunday", monday, Optional.empty()).asked());
    assertTrue(ask("monday", monday, drift).asked());
    assertTrue(ask("monday", monday.plusSeconds(60), Optional.empty()).asked(), "the same run");
    EarlyRetrain.Answer tuesday = ask("tuesday", monday.plus(Duration.ofDays(1)), drift);
    assertFalse(tuesday.asked(), tuesday.why());
    assertTrue(tuesday.why().contains("one in 3 days"), tuesday.why());
    assertEquals("monday", registry.modelTags(TrainCommand.KIND).get(EarlyRetrain.TAG));
    assertTrue(ask("friday", monday.plus(Duration.ofDays(4)), drift).asked());
    assertEquals("friday", registry.modelTags(TrainCommand.KIND).get(EarlyRetrain.TAG));
    String event = before + " retrain by evaluate";
    assertEquals(List.of(event, event), events().subList(0, 2));
    assertEquals(before, champion(), "nothing was moved");
  }

  private static EarlyRetrain.Answer ask(String run, Instant now, Optional<String> drift) {
    JobContext then =
        new JobContext(
            context.spark(), context.store(), Clock.fixed(now, ZoneOffset.UTC), context.progress());
    return new EarlyRetrain(registry, then, run, Duration.ofDays(3))
        .answer(TrainCommand.KIND, drift);
  }

  @Test
  @Order(8)
  void of_equal_jobs_at_once_one_version_stays_and_of_all_trainers_at_once_one_champion()
      throws Exception {
    registry.setAlias(version("1"), ModelRegistry.CHAMPION);
    int before = events().size();
    List<Training> jobs = List.of(fragile(1_500), fragile(1_500), fragile(1_600));
    ExecutorService threads = Executors.newFixedThreadPool(jobs.size());
    try {
      List<Future<TrainSummary>> running =
          jobs.stream().map(job -> threads.submit(() -> register(job))).toList();
      for (Future<TrainSummary> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    Set<String> keys =
        registry.versions(TrainCommand.KIND).stream()
            .map(version -> version.tags().get(ModelVersion.REGISTRATION_KEY))
            .collect(Collectors.toSet());
    assertEquals(6, keys.size());
    assertEquals(6, registry.versions(TrainCommand.KIND).size());
    List<String> since = events().subList(before, events().size());
    assertEquals("1 promoted by manual", since.get(0));
    assertEquals(1, since.stream().filter(e -> e.endsWith("promoted by gate")).count(), "" + since);
    assertTrue(since.contains(champion() + " promoted by gate"), champion() + " in " + since);
  }

  private static TrainSummary register(Training training) {
    return new Registration(registry, context, GOOD, FACTS).register(training, 1);
  }

  /** What a job has done that was killed between registration and gate. */
  private static void registerOnly(Training training) {
    PooledErrors pooled = PooledErrors.of(training.scores());
    ModelPackage content =
        new PackageWriter(training, pooled, FACTS).write(folder.resolve("killed"));
    try (TrainingRun run = registry.startRun("tidewatch-forecast", "killed")) {
      run.register(TrainCommand.KIND, content, content.checksum(), Map.of());
    }
  }

  private static Evaluation.Summary evaluate(JavaRDD<WorkloadRows> newest) {
    return new Evaluation(registry, context, TrainCommand.KIND, GateSettings.DEFAULT)
        .run(newest, Timescale.realTime(), DAY);
  }

  private static String champion() {
    return alias(ModelRegistry.CHAMPION).orElse("none");
  }

  private static ModelVersion version(String number) {
    return registry.version(TrainCommand.KIND, number).orElseThrow();
  }

  private static Optional<String> alias(String name) {
    return registry.byAlias(TrainCommand.KIND, name).map(ModelVersion::version);
  }

  private static List<Promotion> history() {
    return new PromotionLedger(context).of(TrainCommand.KIND).rows();
  }

  private static List<String> events() {
    return history().stream()
        .map(e -> e.version() + " " + e.action() + " by " + e.actor())
        .toList();
  }

  private static JavaRDD<WorkloadRows> rows(Trace trace) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(WorkloadRows.of(trace)), 1)
        .cache();
  }

  /** A daily course with a spike every half an hour; on the fifth day all is twice as much. */
  private static Trace demand(int days) {
    Random random = new Random(5);
    double[] values = new double[days * DAY];
    for (int i = 0; i < values.length; i++) {
      double size = i < 4 * DAY ? 500 : 1_000;
      double course = 1 + 0.5 * Math.sin(2 * Math.PI * i / DAY) + (i % 30 < 4 ? 0.6 : 0);
      values[i] = size * course * (1 + 0.03 * random.nextGaussian());
    }
    return new Trace("shop/web", Instant.parse("2026-11-02T00:00:00Z"), values, new BitSet());
  }

  /** The good model, but with a tree that errs above a level which no training has seen. */
  private static Training fragile(float level) {
    ForecastModels good = better.models();
    ForecastModel spoilt = spoilt(good.served(), level);
    return withModels(better, new ForecastModels(good.calibrating(), spoilt, good.examples()));
  }

  private static ForecastModel spoilt(ForecastModel good, float level) {
    return new ForecastModel(
        good.horizons().stream()
            .map(
                horizon -> {
                  List<TreeEnsemble.Tree> trees = new ArrayList<>(horizon.trees().trees());
                  trees.add(TestingTrees.stump(DemandFeatures.LEVEL, level, 0, 0.5f));
                  return new HorizonModel(horizon.line(), new TreeEnsemble(trees));
                })
            .toList());
  }

  /** The same vectors, but what came after them is that of other minutes. */
  private static WorkloadRows shuffled(WorkloadRows real) {
    List<Double> values =
        IntStream.range(0, real.demand().length)
            .mapToObj(i -> real.demand()[i])
            .collect(Collectors.toList());
    Collections.shuffle(values, new Random(3));
    return new WorkloadRows(
        real.workload(),
        real.firstStep(),
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        real.known(),
        real.scored(),
        real.positions(),
        real.vectors());
  }

  /** The same, but its trees forecast: of these it is planted how good they are. */
  private static Training byTrees(Training other) {
    List<WorkloadScore> scores =
        other.scores().stream()
            .map(
                score ->
                    new WorkloadScore(
                        score.workload(),
                        Method.GBT,
                        score.calibration(),
                        score.cells(),
                        score.before()))
            .toList();
    return new Training(
        rows, other.models(), scores, other.goldenVectors(), other.firstStep(), other.lastStep());
  }

  private static Training withModels(Training other, ForecastModels models) {
    return new Training(
        rows, models, other.scores(), other.goldenVectors(), other.firstStep(), other.lastStep());
  }
}

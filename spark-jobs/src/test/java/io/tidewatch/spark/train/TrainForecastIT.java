package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.mlflow.MlflowSettings;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.MlflowServer;
import io.tidewatch.processes.PythonEnvironment;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.Trace;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.features.FeaturesCommand;
import io.tidewatch.spark.features.StoredDemand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From the table of metrics to a champion in the real MLflow, by the real Spark and Delta. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrainForecastIT {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final TrainingSettings SMALL =
      new TrainingSettings(4, 3, 0.3, 0.8, 0.6, 32, 20, 2_500, 42);
  private static final String YAML =
      """
      timescale: { step: 60s }
      settle: 30s
      queries:
        - { name: demand, promql: "sum by (namespace, workload) (load)" }
      workloads:
      """;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static DeltaStore store;
  private static JobContext context;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open(folder.resolve("tmp"));
    store = DeltaStore.open(spark, folder.resolve("store"));
    PrintStream quiet = new PrintStream(OutputStream.nullOutputStream());
    context = new JobContext(spark, store, Clock.systemUTC(), quiet);
    land(
        0,
        TestingDemand.regular("web", 500, 4, 1),
        TestingDemand.regular("api", 20, 4, 2),
        TestingDemand.walk("walk", 4, 3));
  }

  @AfterAll
  static void close() {
    store.close();
    spark.stop();
  }

  @Test
  @Order(1)
  void stored_vectors_are_what_serving_computes_double_for_double() throws IOException {
    assertTrue(rows(features("web", "api")) > 2 * 5_000);
    Series demand = demand(TestingDemand.regular("web", 500, 4, 1));
    Series bridged = DemandView.bridge(demand);
    List<Row> stored =
        store
            .read(Tables.FEATURES)
            .where(functions.col("workload").equalTo("shop/web"))
            .where("unix_timestamp(ts) % 4020 = 0")
            .select("ts", "vector")
            .collectAsList();
    assertTrue(stored.size() > 50);
    for (Row row : stored) {
      Instant now = row.getTimestamp(0).toInstant();
      int position = (int) (Timescale.realTime().stepIndex(now) - demand.firstStep());
      double[] served = DemandFeatures.set().vector(DemandView.at(bridged, position, now, BERLIN));
      List<Double> vector = row.getList(1);
      assertArrayEquals(
          served, vector.stream().mapToDouble(Double::doubleValue).toArray(), "at " + now);
    }
  }

  @Test
  @Order(2)
  void a_second_run_adds_nothing_and_a_later_one_only_what_is_new() throws IOException {
    long before = store.read(Tables.FEATURES).count();
    assertEquals(0, rows(features("web", "api")));
    long walk = rows(features("web", "api", "walk"));
    assertTrue(walk > 5_000, "a workload that is new has all its steps to come");
    assertEquals(before + walk, store.read(Tables.FEATURES).count());
  }

  @Test
  @Order(3)
  void a_repaired_value_is_read_in_place_of_the_older_one() {
    land(0, new Trace("fix", Instant.parse("2026-11-02T00:00:00Z"), constant(10), empty()));
    land(3_600, new Trace("fix", Instant.parse("2026-11-02T00:00:00Z"), constant(30), empty()));
    var repaired =
        StoredDemand.read(store, catalogue("fix").workloads(), Timescale.realTime())
            .collectAsMap()
            .get("shop/fix");
    assertArrayEquals(constant(30), repaired.values());
  }

  @Test
  @Order(4)
  void what_beats_the_baselines_becomes_champion_and_what_does_not_leaves_it_alone()
      throws IOException {
    Optional<PythonEnvironment> python = PythonEnvironment.find();
    assumeTrue(python.isPresent(), "skipped: the MLflow server is not installed");
    MlflowServer server = new MlflowServer(folder.resolve("mlflow"), FreePorts.next());
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      server.start(python.get(), supervisor);
      try (ModelRegistry registry = ModelRegistry.connect(MlflowSettings.of(server.url()))) {
        TrainSummary good = train(registry, "web", "api");
        assertTrue(good.champion(), good.reason());
        ModelVersion champion = registry.byAlias("forecast", ModelRegistry.CHAMPION).orElseThrow();
        assertComplete(registry.download(champion, folder.resolve("package")));

        TrainSummary noise = train(registry, "walk");
        assertFalse(noise.champion(), noise.reason());
        assertTrue(noise.reason().contains("does not beat"), noise.reason());
        assertEquals("challenger", noise.models().get(0).alias());
        assertEquals("2", noise.models().get(0).version(), "it is registered all the same");
        assertEquals(Optional.of(champion), registry.byAlias("forecast", ModelRegistry.CHAMPION));
        features("web", "api");
        new OptimizedStore(context, registry, server.url(), folder.resolve("catalogue.yaml"))
            .learns_parameters_and_sizes_once();
      }
    }
  }

  private static void assertComplete(ModelPackage content) {
    content.manifest().requireFeatureSet(DemandFeatures.set());
    assertEquals(Set.of("shop/web", "shop/api", "*"), content.manifest().workloads().keySet());
    content
        .manifest()
        .workloads()
        .get("shop/api")
        .heldOut()
        .forEach(error -> assertTrue(error.beatsBaselines(), "" + error));
    content.golden().verify(inputs -> OnnxParity.answers(content.model(), inputs));
  }

  private static TrainSummary train(ModelRegistry registry, String... workloads) {
    Catalogue catalogue = catalogue(workloads);
    TrainingFacts facts =
        new TrainingFacts(
            catalogue.timescale(),
            "test",
            SMALL.seed(),
            Map.of(
                "features",
                store.version(Tables.FEATURES),
                "metrics",
                store.version(Tables.METRICS)),
            Map.of("tidewatch.origin.uid", "5f0c"));
    Training training = Training.of(context, catalogue, SMALL);
    return new Registration(registry, context, SMALL, facts).register(training, 1);
  }

  private static String features(String... workloads) throws IOException {
    Path file = folder.resolve("catalogue.yaml");
    Files.writeString(file, yaml(workloads));
    FeaturesCommand verb = new FeaturesCommand();
    new CommandLine(verb).parseArgs("--catalogue=" + file, "--out=" + folder.resolve("out"));
    verb.run(context);
    return Files.readString(folder.resolve("out/features.json"));
  }

  private static long rows(String summary) {
    return Long.parseLong(summary.replaceFirst("(?s).*?\"rows\":(\\d+).*", "$1"));
  }

  private static Catalogue catalogue(String... workloads) {
    return CatalogueFile.parse(yaml(workloads), "of the test");
  }

  private static String yaml(String... workloads) {
    StringBuilder yaml = new StringBuilder(YAML);
    for (String name : workloads) {
      yaml.append("  - { workload: shop/").append(name);
      yaml.append(", demand: demand, zone: Europe/Berlin }\n");
    }
    return yaml.toString();
  }

  private static void land(int secondsLater, Trace... traces) {
    List<Row> rows = new ArrayList<>();
    for (Trace trace : traces) {
      double[] values = trace.values();
      for (int i = 0; i < values.length; i++) {
        rows.add(row(trace.name(), trace.first().plusSeconds(60L * i), values[i], secondsLater));
      }
    }
    store.append(Tables.METRICS, spark.createDataFrame(rows, SparkTypes.schema(Tables.METRICS)));
  }

  private static Row row(String workload, Instant ts, double value, int secondsLater) {
    return RowFactory.create(
        "shop",
        "Deployment",
        workload,
        "",
        "demand",
        Timestamp.from(ts),
        value,
        Timestamp.from(ts.plusSeconds(30 + secondsLater)),
        true,
        Date.valueOf(ts.atOffset(ZoneOffset.UTC).toLocalDate()));
  }

  private static Series demand(Trace trace) {
    return Series.of(Timescale.realTime().stepIndex(trace.first()), trace.values());
  }

  private static double[] constant(double value) {
    double[] values = new double[100];
    Arrays.fill(values, value);
    return values;
  }

  private static BitSet empty() {
    return new BitSet();
  }
}

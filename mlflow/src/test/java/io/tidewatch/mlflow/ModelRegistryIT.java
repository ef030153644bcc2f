package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.MlflowServer;
import io.tidewatch.processes.PythonEnvironment;
import io.tidewatch.processes.Supervisor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against the real MLflow server. */
class ModelRegistryIT {

  @TempDir static Path shared;
  private static MlflowServer server;
  private static Supervisor supervisor;
  private static ModelRegistry registry;

  @TempDir Path directory;
  private String model;

  @BeforeAll
  static void start() {
    server = new MlflowServer(shared.resolve("mlflow"), FreePorts.next());
    supervisor = Supervisor.open(shared.resolve("state"));
    server.start(PythonEnvironment.require(), supervisor);
    registry = ModelRegistry.connect(MlflowSettings.of(server.url()));
  }

  @AfterAll
  static void stop() {
    registry.close();
    supervisor.close();
  }

  @BeforeEach
  void nameModelAfterTest(TestInfo test) {
    model = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void a_registered_version_carries_its_tags_and_its_run_what_was_logged() throws Exception {
    ModelVersion version;
    String run;
    try (TrainingRun training = registry.startRun("tidewatch-forecast", "nightly")) {
      run = training.id();
      training.logParameters(Map.of("trees", "50", "depth", "6"));
      training.logMetrics(Map.of("wape_h5", 4.5, "wape_h10", 5.5));
      training.setTags(Map.of("kind", "forecast"));
      training.logDataset("features", "3", "store/features");
      ModelPackage content = TestingPackages.write(directory.resolve("p"), "graph");
      version = training.register(model, content, "key-1", Map.of("window", "14 d"));
      training.finish();
    }
    assertEquals("1", version.version());
    assertEquals(version, registry.version(model, "1").orElseThrow());
    assertEquals("14 d", version.tags().get("window"));
    String seen = registry.connection().get("runs/get", Map.of("run_id", run)).body().toString();
    for (String part :
        List.of("\"FINISHED\"", "\"trees\"", "\"wape_h10\"", "\"nightly\"", "store/features")) {
      assertTrue(seen.contains(part), part + " in " + seen);
    }
  }

  @Test
  void more_parameters_than_one_call_takes_are_logged() {
    Map<String, String> parameters = new TreeMap<>();
    for (int i = 0; i < 250; i++) {
      parameters.put("p" + i, "v");
    }
    try (TrainingRun training = registry.startRun("many", "many")) {
      training.logParameters(parameters);
      int logged =
          registry
              .connection()
              .get("runs/get", Map.of("run_id", training.id()))
              .body()
              .at("/run/data/params")
              .size();
      assertEquals(250, logged);
    }
  }

  @Test
  void an_experiment_that_somebody_deleted_is_not_written_to() {
    String id;
    try (TrainingRun training = registry.startRun("deleted", "first")) {
      Answer run = registry.connection().get("runs/get", Map.of("run_id", training.id()));
      id = run.body().at("/run/info/experiment_id").asText();
    }
    registry.connection().post("experiments/delete", Map.of("experiment_id", id)).orThrow("delete");
    UserException e =
        assertThrows(UserException.class, () -> registry.startRun("deleted", "second"));
    assertTrue(e.remedy().contains("--experiment-id " + id), e.getMessage());
  }

  @Test
  void a_run_left_without_finish_has_failed() {
    TrainingRun training = registry.startRun("broken", "broken");
    training.close();
    String status =
        registry
            .connection()
            .get("runs/get", Map.of("run_id", training.id()))
            .body()
            .at("/run/info/status")
            .asText();
    assertEquals("FAILED", status);
  }

  @Test
  void an_alias_moves_and_goes() throws Exception {
    ModelVersion first = register("one", "key-1");
    ModelVersion second = register("two", "key-2");
    registry.setAlias(first, ModelRegistry.CHAMPION);
    assertEquals(Optional.of(first), registry.byAlias(model, ModelRegistry.CHAMPION));
    registry.setAlias(second, ModelRegistry.CHAMPION);
    assertEquals(Optional.of(second), registry.byAlias(model, ModelRegistry.CHAMPION));
    assertEquals(Map.of("champion", "2"), registry.aliases(model));
    assertEquals(List.of(second, first), registry.versions(model));
    registry.deleteAlias(model, ModelRegistry.CHAMPION);
    registry.deleteAlias(model, ModelRegistry.CHAMPION);
    assertEquals(Optional.empty(), registry.byAlias(model, ModelRegistry.CHAMPION));
  }

  @Test
  void what_does_not_exist_is_empty() throws Exception {
    assertEquals(Optional.empty(), registry.byAlias("no-such-model", ModelRegistry.CHAMPION));
    assertEquals(Map.of(), registry.aliases("no-such-model"));
    assertEquals(List.of(), registry.versions("no-such-model"));
    ModelVersion only = register("one", "key-1");
    assertEquals(Optional.empty(), registry.byAlias(model, ModelRegistry.CHALLENGER));
    assertEquals(Optional.empty(), registry.version(model, "7"));
    assertEquals("1", only.version());
  }

  @Test
  void an_alias_on_a_version_that_does_not_exist_is_refused() throws Exception {
    ModelVersion only = register("one", "key-1");
    ModelVersion ghost = new ModelVersion(model, "9", "", "", only.createdAt(), Map.of());
    UserException e =
        assertThrows(UserException.class, () -> registry.setAlias(ghost, ModelRegistry.CHAMPION));
    assertTrue(e.problem().contains("set alias champion"), e.getMessage());
  }

  @Test
  void registering_again_under_the_same_key_returns_the_same_version() throws Exception {
    ModelVersion first = register("one", "key-1");
    assertEquals(first, register("one", "key-1"));
    assertEquals(1, registry.versions(model).size());
    assertEquals(Optional.of(first), registry.byRegistrationKey(model, "key-1"));
    assertEquals(Optional.empty(), registry.byRegistrationKey(model, "key-2"));
  }

  @Test
  void a_download_is_the_package_without_its_native_models() throws Exception {
    ModelVersion version = register("graph", "key-1");
    Path target = directory.resolve("cache/forecast-1");
    ModelPackage brought = registry.download(version, target);
    assertEquals(version.checksum().orElseThrow(), brought.checksum());
    assertEquals("graph", Files.readString(brought.model()));
    assertFalse(Files.exists(target.resolve("spark")));
    // A damaged copy is replaced, a whole one is kept.
    Files.writeString(brought.model(), "damaged");
    assertEquals("graph", Files.readString(registry.download(version, target).model()));
    Files.createFile(target.resolve("mark"));
    registry.download(version, target);
    assertTrue(Files.exists(target.resolve("mark")));
  }

  @Test
  void a_truncated_artifact_is_refused_and_the_last_good_copy_kept() throws Exception {
    Path target = directory.resolve("cache");
    ModelPackage good = registry.download(register("a good graph", "key-1"), target);
    ModelVersion next = register("a longer graph", "key-2");
    Files.writeString(stored(next).resolve("model.onnx"), "a longer");
    UserException e = assertThrows(UserException.class, () -> registry.download(next, target));
    assertTrue(e.reason().contains("model.onnx has SHA-256"), e.getMessage());
    assertEquals(good, ModelPackage.open(target));
  }

  @Test
  void a_package_exchanged_behind_the_registry_is_refused() throws Exception {
    ModelVersion version = register("registered", "key-1");
    ModelPackage other = TestingPackages.write(directory.resolve("other"), "exchanged");
    for (String name : List.of("model.onnx", Checksums.FILE)) {
      registry
          .artifacts()
          .put(ArtifactStore.path(version.source()) + "/" + name, other.directory().resolve(name));
    }
    UserException e =
        assertThrows(
            UserException.class, () -> registry.download(version, directory.resolve("cache")));
    assertTrue(e.problem().contains("not the one that was registered"), e.getMessage());
  }

  @Test
  void a_server_that_is_down_is_named_with_what_to_do() {
    URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next());
    try (ModelRegistry down = ModelRegistry.connect(MlflowSettings.of(nobody))) {
      UserException e =
          assertThrows(UserException.class, () -> down.byAlias(model, ModelRegistry.CHAMPION));
      assertTrue(e.problem().contains(nobody.toString()), e.getMessage());
      assertTrue(e.remedy().contains("MLFLOW_TRACKING_URI"), e.getMessage());
      assertThrows(UserException.class, () -> down.startRun("x", "y"));
      assertThrows(UserException.class, () -> down.deleteAlias(model, "champion"));
    }
  }

  private ModelVersion register(String graph, String key) throws Exception {
    try (TrainingRun training = registry.startRun("aliases", graph)) {
      Path place = Files.createTempDirectory(directory, "package");
      ModelVersion version =
          training.register(model, TestingPackages.write(place, graph), key, Map.of());
      training.finish();
      return version;
    }
  }

  /** Where the server keeps a version's files. */
  private static Path stored(ModelVersion version) {
    return server.directory().resolve("artifacts").resolve(ArtifactStore.path(version.source()));
  }
}

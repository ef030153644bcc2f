package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.mlflow.MlflowSettings;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.TrainingRun;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.MlflowServer;
import io.tidewatch.processes.PythonEnvironment;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.serving.model.ModelSource;
import io.tidewatch.serving.model.RegistryModelSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Serving follows the real MLflow, which fails, hangs and loses things. */
class ServingMlflowIT {
  private static final String WEB = "/predict/traffic?workload=shop/web";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path shared;
  private static MlflowServer mlflow;
  private static Supervisor supervisor;
  private static FaultyMlflow proxy;
  private static ModelRegistry registry;
  private static ModelRegistry behindProxy;

  @TempDir Path directory;
  private String model;
  private TestingServer server;

  @BeforeAll
  static void startMlflow() throws IOException {
    mlflow = new MlflowServer(shared.resolve("mlflow"), FreePorts.next());
    supervisor = Supervisor.open(shared.resolve("state"));
    mlflow.start(PythonEnvironment.require(), supervisor);
    proxy = new FaultyMlflow(mlflow.url());
    registry = ModelRegistry.connect(MlflowSettings.of(mlflow.url()));
    behindProxy = ModelRegistry.connect(MlflowSettings.of(proxy.url()));
  }

  @AfterAll
  static void stopMlflow() {
    proxy.close();
    behindProxy.close();
    registry.close();
    supervisor.close();
  }

  @BeforeEach
  void serveTheFirstVersion(TestInfo test) throws Exception {
    model = test.getTestMethod().orElseThrow().getName();
    registry.setAlias(register(1), ModelRegistry.CHAMPION);
    TestingShop shop = new TestingShop(directory);
    Serving.Settings settings =
        new Serving.Settings(
            TestingShop.CATALOGUE,
            directory.resolve("cache"),
            TestingServer.http(),
            Duration.ofMillis(200));
    ModelSource source = new RegistryModelSource(behindProxy, model, ModelRegistry.CHAMPION);
    server =
        new TestingServer(settings, new Serving.Sources(shop.demand, source, ModelSource.none()));
    await().atMost(LONG).until(() -> version() == 1);
  }

  @AfterEach
  void stop() {
    proxy.mend();
    server.close();
  }

  @Test
  void an_alias_moved_in_the_ui_is_served_by_itself_amid_requests_without_one_that_fails()
      throws Exception {
    register(2);
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Integer> burst = thread.submit(() -> readUntil(ended));
    // What the UI's alias dialog sends.
    call(
        "POST",
        "registered-models/alias",
        "{\"name\":\"%s\",\"alias\":\"champion\",\"version\":\"2\"}".formatted(model));
    await().atMost(LONG).until(() -> version() == 2);
    ended.set(true);
    assertTrue(burst.get() > 0);
    thread.shutdown();
  }

  @Test
  void while_mlflow_hangs_or_fails_forecasts_go_on_and_then_the_alias_is_followed()
      throws Exception {
    ModelVersion second = register(2);
    proxy.hang();
    await().atMost(LONG).until(() -> proxy.held() > 0);
    registry.setAlias(second, ModelRegistry.CHAMPION);
    assertEquals(1, version());
    proxy.fail();
    await()
        .atMost(LONG)
        .until(() -> server.get("/metrics").body().contains("outcome=\"unavailable\""));
    HttpResponse<String> asked = server.post("/models/refresh", "");
    assertEquals(503, asked.statusCode(), asked.body());
    assertTrue(json(asked).at("/detail").asText().contains("status 500"), asked.body());
    assertEquals(1, version());
    proxy.mend();
    await().atMost(LONG).until(() -> version() == 2);
  }

  @Test
  void a_version_that_is_deleted_under_us_stays_in_use() throws Exception {
    call("DELETE", "model-versions/delete", "{\"name\":\"%s\",\"version\":\"1\"}".formatted(model));
    await().atMost(LONG).until(() -> server.get("/metrics").body().contains("outcome=\"absent\""));
    assertEquals(1, version());
    registry.setAlias(register(2), ModelRegistry.CHAMPION);
    await().atMost(LONG).until(() -> version() == 2);
  }

  @Test
  void a_model_of_two_gigabytes_is_refused_by_its_size_before_it_is_brought() throws Exception {
    ModelVersion second = register(2);
    try (RandomAccessFile file =
        new RandomAccessFile(stored(second).resolve("model.onnx").toFile(), "rw")) {
      // A hole: it takes no room on the disk.
      file.setLength(2L << 30);
    }
    registry.setAlias(second, ModelRegistry.CHAMPION);
    assertRefused("it has 2048 MiB");
  }

  @Test
  void artifacts_that_are_cut_off_or_gone_are_refused_and_the_last_good_version_stays()
      throws Exception {
    ModelVersion second = register(2);
    Path graph = stored(second).resolve("model.onnx");
    byte[] whole = Files.readAllBytes(graph);
    Files.write(graph, Arrays.copyOf(whole, whole.length / 2));
    registry.setAlias(second, ModelRegistry.CHAMPION);
    assertRefused("model.onnx has SHA-256");
    Files.delete(graph);
    assertEquals(409, server.post("/models/refresh", "").statusCode());
    assertRefused("404");
    Files.write(graph, whole);
    assertEquals(200, server.post("/models/refresh", "").statusCode());
    assertEquals(2, version());
  }

  private void assertRefused(String why) throws IOException {
    await().atMost(LONG).until(() -> json(server.get("/models")).at("/refused").size() == 1);
    JsonNode refused = json(server.get("/models")).at("/refused/0");
    assertEquals("2", refused.at("/version").asText());
    assertTrue(refused.at("/reason").asText().contains(why), refused.toString());
    assertEquals(1, version());
    try (var files = Files.walk(directory.resolve("cache"))) {
      assertTrue(
          files.allMatch(file -> file.toFile().length() < 10_000_000), "nothing was brought");
    }
  }

  private int readUntil(AtomicBoolean ended) {
    int requests = 0;
    while (!ended.get() || requests == 0) {
      HttpResponse<String> answer = server.get(WEB);
      assertEquals(200, answer.statusCode(), answer.body());
      JsonNode web = json(answer);
      double said = web.at("/points/4/yhat").asDouble() / web.at("/level").asDouble() - 1;
      assertEquals(0.1 * web.at("/model/version").asInt(), said, 1e-3, "not mixed");
      requests++;
    }
    return requests;
  }

  private int version() {
    return json(server.get(WEB)).at("/model/version").asInt();
  }

  /** A version that forecasts ten percent more than the level for each of its number. */
  private ModelVersion register(int number) {
    try (TrainingRun run = registry.startRun("serving", "version " + number)) {
      ModelVersion version =
          run.register(
              model,
              Examples.answering(directory.resolve("trained-" + number), 0.1 * number),
              model + " " + number,
              Map.of());
      run.finish();
      return version;
    }
  }

  private static void call(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(mlflow.url().resolve("/api/2.0/mlflow/" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
  }

  /** Where the server keeps a version's files. */
  private static Path stored(ModelVersion version) {
    String path = version.source().replaceFirst("^mlflow-artifacts:/+", "");
    return mlflow.directory().resolve("artifacts").resolve(path);
  }
}

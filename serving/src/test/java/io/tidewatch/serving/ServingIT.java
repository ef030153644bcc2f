package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingIT {
  private static final Catalogue SHOP =
      CatalogueFile.parse(
          """
          queries:
            - { name: demand, promql: d }
            - { name: nothing, promql: n }
            - { name: ready, promql: r }
          workloads:
            - { workload: shop/web, demand: demand, readyReplicas: ready, capacity: 10 }
            - { workload: shop/StatefulSet/db, demand: demand }
            - { workload: shop/new, demand: nothing }
          """,
          "a test");

  @TempDir Path directory;
  private final InMemoryModels models = new InMemoryModels();
  private final InMemoryModels detectors = new InMemoryModels("anomaly");
  private final InMemoryDemand demand =
      new InMemoryDemand(SHOP)
          .answer("demand", (workload, step) -> Examples.wave(step))
          .answer("nothing", (workload, step) -> Double.NaN)
          .answer("ready", (workload, step) -> 10);
  private TestingServer server;

  @BeforeEach
  void start() {
    models.register("1", Examples.good(directory.resolve("one")));
    detectors.register("1", TestingDetector.write(directory.resolve("detector")));
    server = server(SHOP);
    await().until(() -> server.get("/readyz").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void every_answer_that_openapi_promises_is_given_in_the_promised_shape() throws IOException {
    OpenApiContract contract = new OpenApiContract(server.get("/openapi.yaml").body());
    for (String path : List.of("/models", "/healthz", "/readyz", "/metrics", "/openapi.yaml")) {
      contract.check("GET", path, server.get(path));
    }
    contract.check("GET", "/docs", server.get("/docs"));
    String traffic = "/predict/traffic";
    for (String query : List.of("shop/web", "shop/StatefulSet/db", "shop/new", "shop/none", "x")) {
      contract.check("GET", traffic, server.get(traffic + "?workload=" + query));
    }
    contract.check("GET", traffic, server.get(traffic));
    String all = "{\"workloads\":[\"shop/web\",\"shop/new\",\"shop/none\",\"x\"]}";
    for (String body : List.of(all, "", "{", "x".repeat(2_000_000))) {
      contract.check("POST", traffic, server.post(traffic, body));
    }
    contract.check("POST", "/models/refresh", server.post("/models/refresh", ""));
    String strange = TestingDetector.request(2);
    for (String body : List.of(strange, "{\"metrics\":{\"x\":1}}", "{", "x".repeat(2_000_000))) {
      contract.check("POST", "/detect/anomaly", server.post("/detect/anomaly", body));
    }
    for (String body : List.of(OptimizeResourcesIT.HISTORY, "", "{\"workload\":\"shop/none\"}")) {
      contract.check("POST", "/optimize/resources", server.post("/optimize/resources", body));
    }
    contract.check(
        "POST", "/optimize/resources", server.post("/optimize/resources", "x".repeat(2_000_000)));
    contract.check(
        "POST",
        "/optimize/resources",
        server.post("/optimize/resources", "{\"workload\":\"shop/web\"}"));
    registerDamaged("2");
    contract.check("POST", "/models/refresh", server.post("/models/refresh", ""));
    contract.check("GET", "/models", server.get("/models"));
    models.down(true);
    contract.check("POST", "/models/refresh", server.post("/models/refresh", ""));
    try (TestingServer bare = new TestingServer(SHOP, demand, new InMemoryModels(), bareCache())) {
      contract.check("GET", "/readyz", bare.get("/readyz"));
      contract.check("POST", "/models/refresh", bare.post("/models/refresh", ""));
      contract.check("GET", "/models", bare.get("/models"));
      contract.check("POST", "/detect/anomaly", bare.post("/detect/anomaly", strange));
    }
    assertEquals(Set.of(), contract.unseen());
  }

  @Test
  void a_forecast_says_what_the_model_the_demand_and_the_policy_say() {
    JsonNode web = json(server.get("/predict/traffic?workload=shop/web"));
    assertEquals("1", web.at("/model/version").asText());
    double level = web.at("/level").asDouble();
    assertEquals(level * 1.2, web.at("/points/9/yhat").asDouble(), 0.01);
    assertEquals(10, web.at("/current_replicas").asInt());
    assertTrue(web.at("/staleness_seconds").asLong() >= 30, "a step settles after 30 s");
    assertTrue(web.at("/staleness_seconds").asLong() < 100);
    assertEquals("Trusted", web.at("/reasons/0/code").asText());
    JsonNode db = json(server.get("/predict/traffic?workload=shop/StatefulSet/db"));
    assertTrue(db.at("/recommended_replicas").isNull());
    JsonNode same = json(server.get("/predict/traffic?workload=shop/Deployment/web"));
    assertEquals(web.at("/points"), same.at("/points"));
  }

  @Test
  void errors_say_what_is_wrong_and_what_there_is() throws IOException {
    JsonNode unknown = problem(server.get("/predict/traffic?workload=shop/none"), 404);
    assertEquals("UnknownWorkload", unknown.at("/code").asText());
    assertEquals("shop/web", unknown.at("/known/0").asText());
    JsonNode missing = problem(server.get("/predict/traffic"), 400);
    assertEquals(3, missing.at("/known").size());
    assertEquals(
        "MalformedWorkload",
        problem(server.get("/predict/traffic?workload=web"), 400).at("/code").asText());
    HttpResponse<String> young = server.get("/predict/traffic?workload=shop/new");
    assertEquals("NoHistory", problem(young, 503).at("/code").asText());
    assertEquals("60", young.headers().firstValue("Retry-After").orElseThrow());
    JsonNode nowhere = problem(server.get("/predict"), 404);
    assertEquals("/predict", nowhere.at("/instance").asText());
    HttpResponse<String> deleted =
        server.send("DELETE", "/predict/traffic", BodyPublishers.noBody());
    problem(deleted, 405);
    assertEquals("GET, POST", deleted.headers().firstValue("Allow").orElseThrow());
    problem(server.post("/healthz", ""), 405);
    assertTrue(raw(server, "/" + "a".repeat(9_000)).contains("\"status\":414"));
  }

  @Test
  void a_body_that_is_not_what_the_route_takes_is_refused_with_the_place() {
    for (String body :
        List.of(
            "{\"workloads\":[\"shop/web\"",
            "[]",
            "{\"workloads\":[]}",
            "{\"workloads\":\"shop/web\"}",
            "{\"workloads\":[7]}",
            "{\"workload\":\"shop/web\"}",
            "{\"workloads\":[\"shop/web\"]} {}",
            "\u0000")) {
      JsonNode problem = problem(server.post("/predict/traffic", body), 400);
      assertEquals("MalformedJson", problem.at("/code").asText(), body);
    }
    String cut = problem(server.post("/predict/traffic", "{\n!"), 400).at("/detail").asText();
    assertTrue(cut.contains("line 2"), cut);
    byte[] large = new byte[3_000_000];
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
    problem(server.send("POST", "/predict/traffic", chunked), 413);
  }

  @Test
  void a_batch_answers_in_order_and_names_what_it_cannot() {
    JsonNode answer =
        json(
            server.post(
                "/predict/traffic",
                "{\"workloads\":[\"shop/new\",\"shop/StatefulSet/db\",\"shop/web\",\"shop/web\"]}"));
    assertEquals(2, answer.at("/forecasts").size());
    assertEquals("shop/StatefulSet/db", answer.at("/forecasts/0/workload").asText());
    assertEquals("shop/web", answer.at("/forecasts/1/workload").asText());
    assertEquals("shop/new", answer.at("/errors/0/workload").asText());
    assertEquals("NoHistory", answer.at("/errors/0/code").asText());
  }

  @Test
  void the_only_workload_need_not_be_named() throws IOException {
    Catalogue one =
        CatalogueFile.parse(
            """
            queries: [ { name: demand, promql: d } ]
            workloads: [ { workload: shop/web, demand: demand } ]
            """,
            "a test");
    try (TestingServer single =
        new TestingServer(one, demand, models, directory.resolve("single"))) {
      await().until(() -> single.get("/readyz").statusCode() == 200);
      assertEquals("shop/web", json(single.get("/predict/traffic")).at("/workload").asText());
      assertTrue(raw(single, "/predict/traffic?workload=%zz").contains("MalformedWorkload"));
      assertEquals(1, json(single.post("/predict/traffic", "{}")).at("/forecasts").size());
      assertEquals(1, json(single.post("/predict/traffic", "")).at("/forecasts").size());
    }
  }

  @Test
  void no_request_fails_and_no_version_goes_back_while_models_are_swapped() throws Exception {
    for (int version = 2; version <= 12; version++) {
      models.register(Integer.toString(version), Examples.good(directory.resolve("v" + version)));
    }
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean batch = i % 2 == 0;
      readers.add(threads.submit(() -> readUntil(ended, batch)));
    }
    for (int version = 2; version <= 12; version++) {
      models.promote(Integer.toString(version));
      assertEquals(200, server.post("/models/refresh", "").statusCode());
      JsonNode now = json(server.get("/predict/traffic?workload=shop/web"));
      assertEquals(version, now.at("/model/version").asInt(), "in force once the refresh returns");
    }
    ended.set(true);
    for (Future<Integer> reader : readers) {
      assertTrue(reader.get() > 0);
    }
    threads.shutdown();
  }

  @Test
  void a_refused_package_leaves_the_forecasts_and_is_named() throws IOException {
    registerDamaged("2");
    JsonNode problem = problem(server.post("/models/refresh", ""), 409);
    assertTrue(problem.at("/detail").asText().contains("SHA-256"), problem.toString());
    assertEquals("2", json(server.get("/models")).at("/refused/0/version").asText());
    JsonNode web = json(server.get("/predict/traffic?workload=shop/web"));
    assertEquals("1", web.at("/model/version").asText());
  }

  @Test
  void a_restart_while_mlflow_is_down_serves_the_last_good_model() {
    server.close();
    models.down(true);
    server = server(SHOP);
    await().until(() -> server.get("/readyz").statusCode() == 200);
    JsonNode model = json(server.get("/models")).at("/models/0");
    assertEquals("cache", model.at("/origin").asText());
    assertEquals("1", model.at("/version").asText());
  }

  @Test
  void metrics_name_the_model_the_age_of_the_data_and_the_inference_time() {
    String metrics = server.get("/metrics").body();
    for (String expected :
        List.of(
            "aiops_model_inference_seconds_count{model_type=\"forecast\"} 1",
            "# TYPE aiops_model_inference_seconds histogram",
            "tidewatch_serving_model_in_use{alias=\"champion\",name=\"forecast\","
                + "origin=\"registry\",version=\"1\"} 1.0",
            "tidewatch_serving_data_staleness_seconds{namespace=\"shop\",workload=\"web\"}",
            "{namespace=\"shop\",workload=\"StatefulSet/db\"}",
            "tidewatch_serving_model_refreshes_total{outcome=\"swapped\"} 1.0")) {
      assertTrue(metrics.contains(expected), expected + " is not in\n" + metrics);
    }
    assertTrue(!metrics.contains("aiops_prediction_accuracy{"), "nothing was scored yet");
    assertTrue(!metrics.contains("workload=\"new\""), "it has no sample");
  }

  @Test
  void the_docs_page_names_every_route_and_needs_nothing_from_elsewhere() {
    String page = server.get("/docs").body();
    assertTrue(page.contains("/predict/traffic") && page.contains("id=\"UnknownWorkload\""));
    assertTrue(!page.contains("http://") && !page.contains("https://"), page);
  }

  @Test
  void a_port_that_is_taken_is_the_users_error() {
    Serving.Settings settings =
        new Serving.Settings(
            SHOP,
            directory.resolve("two"),
            "127.0.0.1",
            server.url().getPort(),
            Duration.ofHours(1));
    UserException taken =
        assertThrows(
            UserException.class,
            () ->
                Serving.start(
                    settings, new Serving.Sources(demand, models, detectors), Clock.systemUTC()));
    assertTrue(taken.getMessage().contains("--port"), taken.getMessage());
  }

  private int readUntil(AtomicBoolean ended, boolean batch) {
    int requests = 0;
    int last = 0;
    while (!ended.get() || requests == 0) {
      HttpResponse<String> answer =
          batch
              ? server.post("/predict/traffic", "{\"workloads\":[\"shop/web\"]}")
              : server.get("/predict/traffic?workload=shop/web");
      assertEquals(200, answer.statusCode(), answer.body());
      String where = batch ? "/forecasts/0/model/version" : "/model/version";
      int version = json(answer).at(where).asInt();
      assertTrue(version >= last, version + " after " + last);
      last = version;
      requests++;
    }
    return requests;
  }

  /** A request that no sound client would send. */
  private static String raw(TestingServer server, String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) {
    assertEquals(status, answer.statusCode(), answer.body());
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    assertTrue(type.startsWith("application/problem+json"), type);
    assertEquals(status, json(answer).at("/status").asInt());
    return json(answer);
  }

  private void registerDamaged(String version) throws IOException {
    var damaged = Examples.good(directory.resolve(version));
    models.register(version, damaged);
    Files.writeString(damaged.model(), "x", StandardOpenOption.APPEND);
  }

  private TestingServer server(Catalogue catalogue) {
    return new TestingServer(
        catalogue, new Serving.Sources(demand, models, detectors), directory.resolve("cache"));
  }

  private Path bareCache() {
    return directory.resolve("bare");
  }
}

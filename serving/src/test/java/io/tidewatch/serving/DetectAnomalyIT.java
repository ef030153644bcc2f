package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.CatalogueFile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anomaly scores over HTTP, by the champion of the anomaly model. */
class DetectAnomalyIT {
  private static final String ROUTE = "/detect/anomaly";
  private static final Catalogue SHOP = Examples.shop();

  @TempDir Path directory;
  private final InMemoryModels forecasts = new InMemoryModels();
  private final InMemoryModels detectors = new InMemoryModels("anomaly");
  private final InMemoryPods pods = new InMemoryPods();
  private TestingServer server;

  @BeforeEach
  void start() {
    forecasts.register("1", Examples.good(directory.resolve("forecast")));
    detectors.register("1", TestingDetector.write(directory.resolve("one")));
    server = server();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_strange_pod_is_an_anomaly_with_the_features_that_make_it_one() {
    String body = TestingDetector.request(1.5);
    String first = TestingDetector.FEATURES.names().get(7);
    body = body.replace("\"" + first + "\":1.5", "\"" + first + "\":4");
    JsonNode answer = answer(body);
    assertTrue(answer.at("/is_anomaly").asBoolean(), answer.toString());
    int size = TestingDetector.FEATURES.size();
    double mean = 1.5 + 2.5 / size;
    assertEquals(TestingDetector.sigmoid(mean), answer.at("/anomaly_score").asDouble(), 1e-6);
    assertEquals("info", answer.at("/severity").asText());
    assertEquals("1", answer.at("/model/version").asText());
    assertEquals(size, answer.at("/metrics").size());
    assertEquals(3, answer.at("/attribution").size());
    assertEquals(first, answer.at("/attribution/0/feature").asText());
    assertEquals("high", answer.at("/attribution/0/direction").asText());
    assertEquals(8, answer.at("/attribution/0/deviations").asDouble(), 1e-6);
    assertEquals("critical", answer(TestingDetector.request(9)).at("/severity").asText());
    JsonNode usual = answer(TestingDetector.request(-1));
    assertFalse(usual.at("/is_anomaly").asBoolean());
    assertEquals(0, usual.at("/attribution").size(), "nothing raised its score");
    String metrics = server.get("/metrics").body();
    assertTrue(
        metrics.contains("aiops_model_inference_seconds_count{model_type=\"anomaly\"} 3"), metrics);
  }

  @Test
  void other_features_are_named_and_nothing_unknown_is_taken_for_zero() {
    String name = TestingDetector.FEATURES.names().get(3);
    String body = TestingDetector.request(0).replace("\"" + name + "\"", "\"cpu\"");
    JsonNode problem = problem(server.post(ROUTE, body), 400);
    assertEquals("OtherFeatures", problem.at("/code").asText());
    assertEquals("[\"" + name + "\"]", problem.at("/missing").toString());
    assertEquals("[\"cpu\"]", problem.at("/unknown").toString());
    for (String bad : List.of("[]", "{\"metrics\":[1]}", "{\"metrics\":{\"" + name + "\":NaN}}")) {
      JsonNode malformed = problem(server.post(ROUTE, bad), 400);
      assertEquals("MalformedJson", malformed.at("/code").asText(), bad);
    }
    problem(server.get(ROUTE), 405);
  }

  @Test
  void the_pods_of_a_workload_are_judged_each_beside_its_peers_the_strangest_first() {
    for (int pod = 1; pod <= 4; pod++) {
      pods.answer("cpu_usage", Examples.WEB, "web-" + pod, 0.5);
    }
    pods.answer("cpu_usage", Examples.WEB, "web-5", step -> step < now() - 1 ? 0.5 : 40);
    pods.answer("cpu_usage", Examples.WEB, "web-6", step -> step < now() - 20 ? 0.5 : Double.NaN);
    JsonNode answer = answer("{\"workload\":\"shop/web\"}");
    assertEquals(5, answer.at("/pods").size(), "the sixth is gone: " + answer);
    JsonNode first = answer.at("/pods/0");
    assertEquals("web-5", first.at("/pod").asText());
    assertEquals(50, first.at("/metrics/cpu_usage_peer_score").asDouble());
    assertEquals(TestingDetector.FEATURES.size(), first.at("/metrics").size());
    assertTrue(
        first.at("/anomaly_score").asDouble() > answer.at("/pods/1/anomaly_score").asDouble());
    assertEquals(first.at("/anomaly_score"), answer.at("/anomaly_score"));
    assertEquals("1", answer.at("/model/version").asText());
    assertTrue(answer.at("/staleness_seconds").asLong() >= 30, "a step settles after 30 s");
  }

  @Test
  void without_a_body_the_only_workload_is_judged_and_else_the_answer_lists_them() {
    assertEquals("WorkloadMissing", problem(server.post(ROUTE, ""), 400).at("/code").asText());
    server.close();
    Catalogue one =
        CatalogueFile.parse(
            """
            queries: [ { name: demand, promql: d }, { name: cpu_usage, level: pod, promql: c } ]
            workloads: [ { workload: shop/web, demand: demand } ]
            """,
            "a test");
    server = server(one);
    pods.answer("cpu_usage", Examples.WEB, "web-1", 0.5);
    assertEquals("shop/web", answer("").at("/workload").asText());
    assertEquals("shop/web", answer("{}").at("/workload").asText());
  }

  @Test
  void a_workload_that_cannot_be_judged_says_why() {
    String web = "{\"workload\":\"shop/web\"}";
    assertEquals("NoPods", problem(server.post(ROUTE, web), 503).at("/code").asText());
    pods.down(true);
    assertEquals(
        "DataUnavailable",
        problem(server.post(ROUTE, "{\"workload\":\"shop/api\"}"), 503).at("/code").asText());
    assertEquals(
        "UnknownWorkload",
        problem(server.post(ROUTE, "{\"workload\":\"shop/none\"}"), 404).at("/code").asText());
    detectors.register("2", TestingDetector.ofLogs(directory.resolve("logs")));
    refreshed();
    assertEquals("LogsNeeded", problem(server.post(ROUTE, web), 409).at("/code").asText());
  }

  @Test
  void the_alias_is_followed_and_a_bad_package_leaves_the_last_good_one() {
    detectors.register("2", TestingDetector.write(directory.resolve("two")));
    assertEquals("swapped", refreshed().at("/anomaly/outcome").asText());
    assertEquals("2", answer(TestingDetector.request(0)).at("/model/version").asText());
    detectors.register("3", TestingDetector.write(directory.resolve("three"), "anomaly", 0.9));
    JsonNode wrong = refreshed();
    assertEquals("refused", wrong.at("/anomaly/outcome").asText());
    assertTrue(wrong.at("/anomaly/detail").asText().contains("score of row 1"), wrong.toString());
    detectors.register(
        "4", TestingDetector.write(directory.resolve("four"), "drift", TestingDetector.sigmoid(1)));
    assertTrue(refreshed().at("/anomaly/detail").asText().contains("its kind: drift"));
    JsonNode models = json(server.get("/models"));
    assertEquals("anomaly", models.at("/models/1/name").asText(), models.toString());
    assertEquals("4", models.at("/refused/0/version").asText());
    assertEquals("2", answer(TestingDetector.request(0)).at("/model/version").asText());
  }

  @Test
  void a_restart_while_mlflow_is_down_detects_with_the_last_good_model() {
    answer(TestingDetector.request(0));
    server.close();
    detectors.down(true);
    server = server();
    assertEquals("1", answer(TestingDetector.request(0)).at("/model/version").asText());
    assertEquals("cache", json(server.get("/models")).at("/models/1/origin").asText());
  }

  @Test
  void without_a_model_the_route_says_so_and_forecasts_go_on() {
    server.close();
    server =
        new TestingServer(SHOP, Examples.steady(SHOP), forecasts, directory.resolve("without"));
    JsonNode problem = problem(server.post(ROUTE, TestingDetector.request(0)), 503);
    assertEquals("NoModel", problem.at("/code").asText());
    await().until(() -> server.get("/readyz").statusCode() == 200);
  }

  private JsonNode refreshed() {
    HttpResponse<String> answer = server.post("/models/refresh", "");
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  /** Both models are loaded behind the first request. */
  private JsonNode answer(String body) {
    await().until(() -> json(server.get("/models")).at("/models").size() == 2);
    HttpResponse<String> answer = server.post(ROUTE, body);
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) {
    assertEquals(status, answer.statusCode(), answer.body());
    return json(answer);
  }

  private static long now() {
    return Instant.now().getEpochSecond() / 60;
  }

  private TestingServer server() {
    return server(SHOP);
  }

  private TestingServer server(Catalogue catalogue) {
    TestingServer started =
        new TestingServer(
            catalogue,
            new Serving.Sources(Examples.steady(catalogue), pods, forecasts, detectors),
            directory.resolve("cache"));
    await().until(() -> json(started.get("/models")).at("/models").size() == 2);
    return started;
  }
}

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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingIT {
  @TempDir Path directory;
  private TestingShop shop;
  private TestingServer server;

  @BeforeEach
  void start() {
    shop = new TestingShop(directory);
    server = shop.start();
  }

  @AfterEach
  void stop() {
    server.close();
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
  void errors_say_what_is_wrong_and_what_there_is() {
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
  void the_only_workload_need_not_be_named() {
    Catalogue one =
        CatalogueFile.parse(
            """
            queries: [ { name: demand, promql: d } ]
            workloads: [ { workload: shop/web, demand: demand } ]
            """,
            "a test");
    try (TestingServer single =
        new TestingServer(one, shop.demand, shop.models, directory.resolve("single"))) {
      await().until(() -> single.get("/readyz").statusCode() == 200);
      assertEquals("shop/web", json(single.get("/predict/traffic")).at("/workload").asText());
      assertTrue(raw(single, "/predict/traffic?workload=%zz").contains("MalformedWorkload"));
      assertEquals(1, json(single.post("/predict/traffic", "{}")).at("/forecasts").size());
      assertEquals(1, json(single.post("/predict/traffic", "")).at("/forecasts").size());
    }
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
            TestingShop.CATALOGUE,
            directory.resolve("two"),
            "127.0.0.1",
            server.url().getPort(),
            Duration.ofHours(1));
    UserException taken =
        assertThrows(
            UserException.class, () -> Serving.start(settings, shop.sources(), Clock.systemUTC()));
    assertTrue(taken.getMessage().contains("--port"), taken.getMessage());
  }

  private static String raw(TestingServer server, String path) {
    return server.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) {
    assertEquals(status, answer.statusCode(), answer.body());
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    assertTrue(type.startsWith("application/problem+json"), type);
    assertEquals(status, json(answer).at("/status").asInt());
    return json(answer);
  }
}

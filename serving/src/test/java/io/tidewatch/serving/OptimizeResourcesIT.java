package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.serving.model.ModelSource;
import io.tidewatch.serving.window.PodSource;
import io.tidewatch.source.CatalogueFile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Right sizes and learned parameters over HTTP; one server for all tests. */
class OptimizeResourcesIT {
  /** Two days of two pods, and what they ask for. */
  static final String HISTORY =
      """
      {"workload":"shop/web",
       "history":[{"container":"app","cpu":%s,"memory":%s},{"container":"app","memory":%s}],
       "current":{"cpu_request":1,"cpu_limit":2,"memory_request":1e9,"memory_limit":1e9}}
      """
          .formatted(series("0.2"), series("3e8"), series("null"));

  private static final String ROUTE = "/optimize/resources";
  private static final Catalogue SHOP =
      CatalogueFile.parse(
          """
          settle: 30s
          include: [kubernetes, sizes]
          queries: [ { name: demand, promql: d } ]
          workloads:
            - { workload: shop/web, demand: demand, target: 0.6 }
            - { workload: shop/api, demand: demand }
          """,
          "a test");

  @TempDir static Path directory;
  private static final InMemoryModels POLICIES = new InMemoryModels("policy");
  private static final InMemoryDemand DEMAND = new InMemoryDemand(SHOP);
  private static TestingServer server;

  @BeforeAll
  static void start() {
    POLICIES.register("1", TestingPolicy.write(directory.resolve("one"), 60));
    DEMAND.answer("demand", (workload, step) -> 100);
    resources("cpu_request", 0.5);
    resources("cpu_limit", 1);
    resources("memory_request", 1024 * TestingPolicy.MIB);
    resources("memory_limit", 1024 * TestingPolicy.MIB);
    server =
        new TestingServer(
            SHOP,
            new Serving.Sources(
                DEMAND,
                PodSource.none(),
                new InMemoryModels(),
                new InMemoryModels("anomaly"),
                POLICIES),
            directory.resolve("cache"));
    await().until(() -> json(server.get("/models")).at("/models").size() == 1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_workload_gets_its_size_beside_the_present_one_and_what_was_learned_with_its_evidence() {
    JsonNode answer = answer("{\"workload\":\"shop/web\"}");
    assertEquals("policy", answer.at("/model/name").asText());
    assertEquals("1", answer.at("/model/version").asText());
    assertEquals("champion", answer.at("/model/alias").asText());
    assertEquals(25, answer.at("/policy/kappa").asDouble());
    assertTrue(answer.at("/policy/departs_from_fleet").asBoolean());
    assertTrue(answer.at("/policy/evidence/0/chosen").asBoolean());
    assertFalse(answer.at("/policy/evidence/1/chosen").asBoolean());
    assertEquals(96, answer.at("/policy/evidence/0/validating/pod_hours").asDouble());
    JsonNode size = answer.at("/sizes/0");
    assertEquals("burstable", size.at("/current/qos").asText());
    assertEquals(0.3, size.at("/recommended/cpu_request").asDouble());
    assertEquals(0.6, size.at("/recommended/cpu_limit").asDouble(), 1e-9);
    assertEquals(400 * TestingPolicy.MIB, size.at("/recommended/memory_request").asDouble());
    assertEquals(400 * TestingPolicy.MIB, size.at("/recommended/memory_limit").asDouble());
    // The same pods, measured in shares of a smaller request.
    assertEquals(0.6 * 0.5 / 0.3, size.at("/hpa_target").asDouble(), 1e-9);
    String metrics = server.get("/metrics").body();
    assertTrue(
        metrics.contains("aiops_model_inference_seconds_count{model_type=\"optimizer\"}"), metrics);
  }

  @Test
  void a_workload_without_a_history_is_told_what_is_missing_and_nothing_is_lowered() {
    JsonNode answer = answer("{\"workload\":\"shop/api\"}");
    assertTrue(answer.at("/policy_missing").asText().contains("has not seen"), answer.toString());
    JsonNode size = answer.at("/sizes/0");
    assertEquals(2, size.at("/not_enough_data").size(), size.toString());
    assertEquals(size.at("/current"), size.at("/recommended"));
  }

  @Test
  void the_parameters_of_all_workloads_come_in_one_answer_and_say_whose_they_are() {
    JsonNode answer = json(server.get("/optimize/parameters"));
    assertEquals("1", answer.at("/model/version").asText());
    assertEquals(2, answer.at("/parameters").size(), answer.toString());
    JsonNode web = answer.at("/parameters/0");
    assertEquals("shop/web", web.at("/workload").asText());
    assertEquals(0.5, web.at("/kappa_factor").asDouble());
    assertEquals(25, web.at("/kappa").asDouble(), "half of 50 for a lead of a minute");
    assertEquals("workload", web.at("/origin").asText());
    JsonNode unseen = answer.at("/parameters/1");
    assertEquals("default", unseen.at("/origin").asText());
    assertEquals(1, unseen.at("/kappa_factor").asDouble());
    assertEquals("nothing was cheaper", unseen.at("/why").asText());
  }

  @Test
  void an_explicit_history_is_sized_by_itself() {
    JsonNode size = answer(HISTORY).at("/sizes/0");
    assertEquals("app", size.at("/container").asText());
    assertEquals(2_880, size.at("/needs/cpu/samples").asInt(), "null is no sample");
    double cores = size.at("/recommended/cpu_request").asDouble();
    assertTrue(cores >= 0.23 && cores < 0.26, "cores " + cores);
    assertEquals(2 * cores, size.at("/recommended/cpu_limit").asDouble(), 1e-9);
    double memory = size.at("/recommended/memory_request").asDouble();
    assertTrue(memory >= 3.45e8 && memory < 3.8e8, "memory " + memory);
    String heap = HISTORY.replace("\"current\"", "\"jvm\":{\"max_heap\":9e8},\"current\"");
    JsonNode java = answer(heap).at("/sizes/0");
    assertTrue(java.at("/recommended/memory_request").asDouble() >= 1.15 * 9e8, java.toString());
    JsonNode brief = answer("{\"workload\":\"shop/web\",\"history\":[{\"cpu\":[1,1]}]}");
    assertTrue(
        brief.at("/sizes/0/not_enough_data/cpu").asText().startsWith("2 samples"), "" + brief);
    assertTrue(brief.has("current_missing"));
  }

  @Test
  void a_body_of_another_form_is_refused_and_an_unknown_workload_named() {
    for (String bad :
        List.of(
            "[]",
            "{",
            "{\"workload\":7}",
            "{\"more\":1}",
            "{\"history\":[]}",
            "{\"history\":[{\"cpu\":1}]}",
            "{\"history\":[{\"cpu\":[-1]}]}",
            "{\"history\":[{\"cpu\":[\"1\"]}]}",
            "{\"history\":[{\"cpu\":[1e999]}]}",
            "{\"history\":[{\"cpu\":[1]}],\"current\":{\"cpu_request\":0}}",
            "{\"history\":[{\"cpu\":[1]}],\"current\":{\"cpu_request\":2,\"cpu_limit\":1}}",
            "{\"current\":{\"cpu_request\":1}}")) {
      assertEquals("MalformedJson", problem(bad, 400).at("/code").asText(), bad);
    }
    assertEquals("WorkloadMissing", problem("", 400).at("/code").asText());
    assertEquals("WorkloadMissing", problem("{}", 400).at("/code").asText());
    assertEquals(
        "UnknownWorkload", problem("{\"workload\":\"shop/none\"}", 404).at("/code").asText());
  }

  @Test
  void a_package_of_another_step_is_refused_and_the_last_good_one_stays() {
    POLICIES.register("2", TestingPolicy.write(directory.resolve("two"), 30));
    server.post("/models/refresh", "");
    JsonNode refused = json(server.get("/models")).at("/refused/0");
    assertEquals("2", refused.at("/version").asText(), refused.toString());
    assertTrue(refused.at("/reason").asText().contains("step in seconds: 30"), "" + refused);
    assertEquals("1", answer("{\"workload\":\"shop/web\"}").at("/model/version").asText());
  }

  @Test
  void without_a_model_only_an_explicit_history_is_answered() {
    try (TestingServer bare =
        new TestingServer(
            SHOP,
            new Serving.Sources(DEMAND, ModelSource.none(), ModelSource.none()),
            directory.resolve("bare"))) {
      HttpResponse<String> none = bare.post(ROUTE, "{\"workload\":\"shop/web\"}");
      assertEquals(503, none.statusCode(), none.body());
      assertEquals("NoModel", json(none).at("/code").asText());
      JsonNode sized = json(bare.post(ROUTE, HISTORY));
      assertTrue(sized.at("/sizes/0").has("recommended"), sized.toString());
      assertTrue(sized.at("/policy_missing").asText().contains("run optimize"));
    }
  }

  private static JsonNode answer(String body) {
    HttpResponse<String> answer = server.post(ROUTE, body);
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  private static JsonNode problem(String body, int status) {
    HttpResponse<String> answer = server.post(ROUTE, body);
    assertEquals(status, answer.statusCode(), answer.body());
    return json(answer);
  }

  private static void resources(String query, double value) {
    DEMAND.answer(query, (workload, step) -> value);
  }

  private static String series(String value) {
    return IntStream.range(0, 2_880)
        .mapToObj(i -> value)
        .collect(Collectors.joining(",", "[", "]"));
  }
}

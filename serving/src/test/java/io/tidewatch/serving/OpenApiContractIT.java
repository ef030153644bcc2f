package io.tidewatch.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.serving.http.HttpLimits;
import io.tidewatch.serving.http.HttpSettings;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer that openapi.yaml promises, by really started servers, in the promised shape. */
class OpenApiContractIT {
  private static final String TRAFFIC = "/predict/traffic";
  private static final String ANOMALY = "/detect/anomaly";
  private static final String OPTIMIZE = "/optimize/resources";
  private static final String REFRESH = "/models/refresh";

  @TempDir Path directory;

  @Test
  void every_answer_that_openapi_promises_is_given_in_the_promised_shape() throws IOException {
    TestingShop shop = new TestingShop(directory);
    OpenApiContract contract;
    try (TestingServer server = shop.start()) {
      contract = new OpenApiContract(server.get("/openapi.yaml").body());
      assertEquals(server.operations(), contract.operations(), "routes of the server and of it");
      status(contract, server);
      traffic(contract, server);
      bodies(contract, server);
      models(contract, server, shop);
    }
    withoutModel(contract, shop);
    guarded(contract, shop);
    assertEquals(Set.of(), contract.unseen());
  }

  @Test
  void an_undocumented_field_and_an_undocumented_status_would_fail() throws IOException {
    OpenApiContract contract =
        new OpenApiContract(Files.readString(Path.of("src/main/resources/openapi.yaml")));
    String type = "application/json";
    contract.check("GET", "/healthz", 200, type, "{\"status\":\"up\"}");
    assertThrows(
        AssertionError.class,
        () -> contract.check("GET", "/healthz", 200, type, "{\"status\":\"up\",\"more\":1}"));
    assertThrows(AssertionError.class, () -> contract.check("GET", "/healthz", 500, type, "{}"));
  }

  private static void status(OpenApiContract contract, TestingServer server) throws IOException {
    for (String path :
        List.of(
            "/optimize/parameters",
            "/models",
            "/healthz",
            "/readyz",
            "/metrics",
            "/openapi.yaml",
            "/docs")) {
      contract.check("GET", path, server.get(path));
    }
  }

  private static void traffic(OpenApiContract contract, TestingServer server) throws IOException {
    for (String query : List.of("shop/web", "shop/StatefulSet/db", "shop/new", "shop/none", "x")) {
      contract.check("GET", TRAFFIC, server.get(TRAFFIC + "?workload=" + query));
    }
    contract.check("GET", TRAFFIC, server.get(TRAFFIC));
    String all = "{\"workloads\":[\"shop/web\",\"shop/new\",\"shop/none\",\"x\"]}";
    contract.check("POST", TRAFFIC, server.post(TRAFFIC, all));
  }

  private static void bodies(OpenApiContract contract, TestingServer server) throws IOException {
    for (String route : List.of(TRAFFIC, ANOMALY, OPTIMIZE)) {
      for (String body : List.of("", "{", "x".repeat(2_000_000))) {
        contract.check("POST", route, server.post(route, body));
      }
      contract.check(
          "POST",
          route,
          server.send("POST", route, BodyPublishers.ofString("a=b"), "Content-Type", "text/plain"));
    }
    String strange = TestingDetector.request(2);
    for (String body :
        List.of(
            strange,
            "{\"metrics\":{\"x\":1}}",
            "{\"workload\":\"shop/web\"}",
            "{\"workload\":\"shop/new\"}",
            "{\"workload\":\"shop/none\"}")) {
      contract.check("POST", ANOMALY, server.post(ANOMALY, body));
    }
    for (String body :
        List.of(
            OptimizeResourcesIT.HISTORY,
            "{\"workload\":\"shop/web\"}",
            "{\"workload\":\"shop/new\"}",
            "{\"workload\":\"shop/none\"}")) {
      contract.check("POST", OPTIMIZE, server.post(OPTIMIZE, body));
    }
  }

  private static void models(OpenApiContract contract, TestingServer server, TestingShop shop)
      throws IOException {
    contract.check("POST", REFRESH, server.post(REFRESH, ""));
    shop.registerDamaged("2");
    contract.check("POST", REFRESH, server.post(REFRESH, ""));
    contract.check("GET", "/models", server.get("/models"));
    shop.models.down(true);
    contract.check("POST", REFRESH, server.post(REFRESH, ""));
    shop.models.down(false);
    shop.models.promote("1");
    shop.detectors.register("2", TestingDetector.ofLogs(shop.directory.resolve("logs")));
    contract.check("POST", REFRESH, server.post(REFRESH, ""));
    contract.check("POST", ANOMALY, server.post(ANOMALY, "{\"workload\":\"shop/web\"}"));
  }

  private static void withoutModel(OpenApiContract contract, TestingShop shop) throws IOException {
    try (TestingServer bare =
        new TestingServer(
            TestingShop.CATALOGUE,
            shop.demand,
            new InMemoryModels(),
            shop.directory.resolve("bare"))) {
      contract.check("GET", "/readyz", bare.get("/readyz"));
      contract.check("POST", REFRESH, bare.post(REFRESH, ""));
      contract.check("GET", "/models", bare.get("/models"));
      contract.check("POST", ANOMALY, bare.post(ANOMALY, TestingDetector.request(2)));
      contract.check("POST", OPTIMIZE, bare.post(OPTIMIZE, "{\"workload\":\"shop/web\"}"));
    }
  }

  /** A server that asks for a token, takes on nothing, and waits for no body. */
  private static void guarded(OpenApiContract contract, TestingShop shop) throws IOException {
    Path token = Files.writeString(shop.directory.resolve("token"), "secret");
    HttpLimits none =
        new HttpLimits(0, 0, 1 << 20, Duration.ZERO, Duration.ofSeconds(9), Duration.ofSeconds(1));
    try (TestingServer server = shop.start(settings(Optional.of(token), none))) {
      for (String operation : contract.withStatus("401")) {
        String[] parts = operation.split(" ");
        var nobody = BodyPublishers.noBody();
        contract.check(parts[0], parts[1], server.send(parts[0], parts[1], nobody));
      }
      for (String operation : contract.withStatus("429")) {
        String[] parts = operation.split(" ");
        var login = new String[] {"Authorization", "Bearer secret"};
        var nobody = BodyPublishers.noBody();
        contract.check(parts[0], parts[1], server.send(parts[0], parts[1], nobody, login));
      }
    }
    HttpLimits hasty =
        new HttpLimits(9, 9, 1 << 20, Duration.ZERO, Duration.ofSeconds(9), Duration.ofSeconds(1));
    try (TestingServer server = shop.start(settings(Optional.empty(), hasty))) {
      for (String operation : contract.withStatus("408")) {
        String[] parts = operation.split(" ");
        contract.check(parts[0], parts[1], server.post(parts[1], "{}"));
      }
    }
  }

  private static HttpSettings settings(Optional<Path> token, HttpLimits limits) {
    return new HttpSettings("127.0.0.1", 0, token, Optional.empty(), limits);
  }
}

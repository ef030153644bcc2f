package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.processes.TestingAuthority;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiCall;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.Door;
import io.tidewatch.source.KeyFiles;
import io.tidewatch.source.RemoteCatalogue;
import io.tidewatch.source.RetryPolicy;
import io.tidewatch.source.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process's own wiring on a free port, with a dead Prometheus and a dead serving. */
class ControllerApiTest {
  @TempDir static Path directory;
  private static TestingServer dead;
  private static Controller controller;

  @BeforeAll
  static void start() throws IOException {
    dead = TestingServer.saying(new Said(503, "text/html", "<html>down</html>"));
    controller = Controller.start(options(0), Clock.systemUTC(), new PrintStream(quiet()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Json.parse(get("/decisions").body()).path("decisions").size() == 2);
  }

  @AfterAll
  static void stop() {
    controller.close();
    dead.close();
  }

  @Test
  void with_prometheus_and_serving_down_decisions_say_so() throws Exception {
    JsonNode decisions =
        Json.parse(get("/decisions?workload=shop/web&limit=1").body()).path("decisions");
    assertEquals(1, decisions.size());
    assertEquals("shop/web", decisions.get(0).path("workload").asText());
    assertEquals("no_action", decisions.get(0).path("action").asText());
    assertEquals(
        "[\"MetricsDown\",\"ServingError\",\"UnknownReplicas\"]",
        decisions.get(0).path("reasons").toString());
  }

  @Test
  void an_unknown_workload_is_404_and_lists_the_known() throws Exception {
    JsonNode problem = problem("/decisions?workload=shop/nope", 404);
    assertEquals("[\"shop/api\",\"shop/web\"]", problem.path("known").toString());
  }

  @Test
  void what_is_no_workload_or_no_limit_is_400() throws Exception {
    assertTrue(
        problem("/decisions?workload=web", 400).path("detail").asText().contains("namespace/name"));
    for (String limit : new String[] {"0", "-1", "1001", "many"}) {
      problem("/decisions?limit=" + limit, 400);
    }
  }

  @Test
  void a_controller_that_has_no_incidents_says_so() throws Exception {
    assertEquals("{\"open\":[],\"resolved\":[],\"receivers\":[]}", get("/incidents").body());
  }

  @Test
  void another_path_is_a_problem_document_too() throws Exception {
    assertTrue(problem("/nowhere", 404).path("detail").asText().contains("/nowhere"));
  }

  @Test
  void health_and_index_are_json() throws Exception {
    assertEquals("ok", Json.parse(get("/healthz").body()).path("status").asText());
    JsonNode index = Json.parse(get("/").body());
    assertEquals("observe", index.path("mode").asText());
    assertEquals(2, index.path("workloads").size());
  }

  @Test
  void the_three_names_are_there_before_anything_has_happened() throws Exception {
    HttpResponse<String> metrics = get("/metrics");
    assertTrue(
        metrics.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"),
        metrics.headers().toString());
    String text = metrics.body();
    for (String action : new String[] {"scale_up", "scale_down", "restart", "resize", "incident"}) {
      assertTrue(
          text.contains("aiops_scaling_decisions_total{action=\"" + action + "\"} 0.0"), text);
    }
    assertTrue(text.contains("aiops_scaling_decisions_total{action=\"no_action\"} "));
    for (String severity : new String[] {"info", "warning", "critical"}) {
      assertTrue(
          text.contains("aiops_anomaly_detections_total{severity=\"" + severity + "\"} 0.0"));
    }
    assertTrue(text.contains("\naiops_estimated_cost_savings_dollars 0.0"));
    assertTrue(text.contains("\ntidewatch_loop_seconds_count "));
    assertFalse(text.contains("tidewatch_desired_replicas{"), "unknown is no number");
  }

  @Test
  void a_taken_port_and_a_taken_state_directory_are_the_users_to_mend() throws IOException {
    UserException port =
        assertThrows(
            UserException.class,
            () ->
                Controller.start(
                    new ControllerOptions(
                        Optional.of(catalogue()),
                        Optional.empty(),
                        dead.url(),
                        ApiAccess.open(),
                        dead.url(),
                        directory.resolve("other"),
                        "127.0.0.1",
                        controller.port()),
                    Clock.systemUTC(),
                    new PrintStream(quiet())));
    assertTrue(port.problem().contains("cannot listen"), port.problem());
    UserException state =
        assertThrows(
            UserException.class,
            () -> Controller.start(options(0), Clock.systemUTC(), new PrintStream(quiet())));
    assertTrue(state.problem().contains("another controller runs"), state.problem());
  }

  @Test
  void the_catalogue_is_served_as_it_is_written_and_only_sent_when_it_is_new() throws Exception {
    HttpResponse<String> whole = get("/catalogue");
    assertEquals(Samples.catalogueYaml(), whole.body());
    assertEquals("application/yaml; charset=utf-8", header(whole, "Content-Type"));
    String etag = header(whole, "ETag");
    URI url = URI.create("http://127.0.0.1:" + controller.port() + "/catalogue");
    HttpRequest again = HttpRequest.newBuilder(url).header("If-None-Match", etag).build();
    HttpResponse<String> same = HttpClient.newHttpClient().send(again, BodyHandlers.ofString());
    assertEquals(304, same.statusCode());
    assertEquals("", same.body());
    assertEquals(etag, header(same, "ETag"));
  }

  @Test
  void the_reader_of_catalogues_takes_it_from_the_controller_and_keeps_a_copy() throws Exception {
    Path copies = directory.resolve("copies");
    RemoteCatalogue remote =
        new RemoteCatalogue(
            "http://127.0.0.1:" + controller.port() + "/catalogue",
            ApiAccess.open(),
            RetryPolicy.standard(new SplittableRandom(1)),
            copies,
            Clock.systemUTC());
    RemoteCatalogue.Fetched first = remote.fetch();
    assertTrue(first.changed());
    assertEquals(Samples.catalogue(), CatalogueFile.read(first.copy()));
    RemoteCatalogue.Fetched second = remote.fetch();
    assertFalse(second.changed());
    assertTrue(second.warning().isEmpty());
  }

  @Test
  void a_guarded_controller_lets_in_by_token_and_certificate_and_its_clients_come_in()
      throws Exception {
    TestingAuthority authority =
        new TestingAuthority(directory).authority("ca").signed("ours", "ca", "ip:127.0.0.1");
    Path ca = authority.certificate(directory.resolve("ca.crt"), "ca");
    KeyFiles pair =
        new KeyFiles(
            authority.certificate(directory.resolve("tls.crt"), "ours"),
            authority.key(directory.resolve("tls.key"), "ours"));
    Optional<Path> token = Optional.of(Files.writeString(directory.resolve("token"), "s3cret\n"));
    Door door =
        new Door(
            "127.0.0.1",
            0,
            token,
            false,
            Optional.of(new TlsFiles(Optional.of(pair), Optional.of(ca))));
    ApiAccess trusting = ApiAccess.open().withCaFile(ca);
    ApiAccess knocking = trusting.withIdentity(pair);
    ApiAccess let = knocking.withBearerTokenFile(token.get());
    try (Controller guarded = Controller.start(behind(door), Clock.systemUTC(), silent())) {
      URI url = URI.create("https://127.0.0.1:" + guarded.port());
      assertEquals(200, status(url, trusting, "/healthz"), "kubelets show no certificate");
      assertEquals(200, status(url, trusting, "/readyz"));
      assertEquals(401, status(url, trusting.withBearerTokenFile(token.get()), "/decisions"));
      assertEquals(401, status(url, knocking.withHeader("Authorization", "Bearer no"), "/metrics"));
      assertEquals(401, status(url, knocking, "/no/such/path"), "what there is is not told");
      HttpResponse<String> refused = ask(url, knocking, "/catalogue");
      assertEquals("Bearer", header(refused, "WWW-Authenticate"));
      assertEquals("application/problem+json", header(refused, "Content-Type"));
      assertEquals(401, Json.parse(refused.body()).path("status").asInt());
      assertEquals(200, status(url, let, "/metrics"));
      assertTrue(catalogueOf(url, let).changed());
      UserException unknown =
          assertThrows(UserException.class, () -> catalogueOf(url.resolve("/decisions"), knocking));
      assertTrue(unknown.getMessage().contains("401"), unknown.getMessage());
      assertThrows(UserException.class, () -> ask(url, ApiAccess.open(), "/healthz"));
      UserException unsendable =
          assertThrows(UserException.class, () -> ask(url, let.withBearerTokenFile(ca), "/"));
      assertTrue(unsendable.reason().contains("one line"), unsendable.getMessage());
      Files.delete(token.get());
      Awaitility.await().until(() -> status(url, knocking, "/") == 503);
    }
  }

  private static RemoteCatalogue.Fetched catalogueOf(URI url, ApiAccess access) {
    return new RemoteCatalogue(
            url.resolve("/catalogue").toString(),
            access,
            new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1)),
            directory.resolve(url.getPath().isEmpty() ? "guarded" : "none"),
            Clock.systemUTC())
        .fetch();
  }

  private static int status(URI url, ApiAccess access, String path) throws Exception {
    return ask(url, access, path).statusCode();
  }

  private static HttpResponse<String> ask(URI url, ApiAccess access, String path) throws Exception {
    ApiCall call = new ApiCall("the controller", url, access).at(path);
    return call.send(HttpRequest.newBuilder(call.url()).timeout(Duration.ofSeconds(10)));
  }

  private static ControllerOptions behind(Door door) throws IOException {
    return new ControllerOptions(
        Optional.of(catalogue()),
        Optional.empty(),
        dead.url(),
        ApiAccess.open(),
        new ApiCall("serving", dead.url(), ApiAccess.open()),
        directory.resolve("guarded-state"),
        door);
  }

  private static PrintStream silent() {
    return new PrintStream(quiet());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static JsonNode problem(String path, int status) throws Exception {
    HttpResponse<String> response = get(path);
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
    JsonNode problem = Json.parse(response.body());
    assertEquals(status, problem.path("status").asInt());
    return problem;
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + controller.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static ControllerOptions options(int port) throws IOException {
    return new ControllerOptions(
        Optional.of(catalogue()),
        Optional.empty(),
        dead.url(),
        ApiAccess.open(),
        dead.url(),
        directory.resolve("state"),
        "127.0.0.1",
        port);
  }

  private static Path catalogue() throws IOException {
    return Files.writeString(directory.resolve("catalogue.yaml"), Samples.catalogueYaml());
  }

  private static ByteArrayOutputStream quiet() {
    return new ByteArrayOutputStream();
  }
}

package io.tidewatch.demo.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.demo.backend.data.InMemoryStore;
import io.tidewatch.demo.backend.telemetry.JsonLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process on free ports, with a store in memory. */
class BackendTest {
  @TempDir Path folder;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final InMemoryStore store = new InMemoryStore();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final List<Backend> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Backend::close);
  }

  @Test
  void whatIsPostedIsRead() throws Exception {
    Backend backend = start(Map.of());

    assertEquals(200, api(backend, "POST", "/api/data", "hello").statusCode());
    JsonNode answer = json.readTree(api(backend, "GET", "/api/data", "").body());

    assertEquals("hello", answer.get("value").asText());
    assertEquals(1, answer.get("writes").asLong());
    assertEquals("pod-1", answer.get("pod").asText());
  }

  @Test
  void withoutRedisDataAnswers503AndTheBackendStaysReady() throws Exception {
    Backend backend = start(Map.of());
    store.goAway();

    HttpResponse<String> answer = api(backend, "GET", "/api/data", "");

    assertEquals(503, answer.statusCode());
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(200, management(backend, "GET", "/readyz", "").statusCode());
    assertEquals(200, api(backend, "GET", "/api/health", "").statusCode());
  }

  @Test
  void aFullQueueTurnsAwayWithATimeToComeBack() throws Exception {
    Backend backend = start(Map.of("DEMO_WIDTH", "1", "DEMO_QUEUE", "0", "DEMO_HOLD_MS", "60000"));
    CompletableFuture<HttpResponse<String>> holding =
        client.sendAsync(request(backend.port(), "GET", "/api/data", ""), BodyHandlers.ofString());
    Awaitility.await()
        .until(
            () ->
                json.readTree(api(backend, "GET", "/api/health", "").body()).get("running").asInt()
                    == 1);

    HttpResponse<String> answer = api(backend, "GET", "/api/data", "");

    assertEquals(503, answer.statusCode());
    assertTrue(Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow()) >= 1);
    holding.cancel(true);
  }

  @Test
  void wrongRequestsAreTheClientsFault() throws Exception {
    Backend backend = start(Map.of());

    assertEquals(400, api(backend, "GET", "/api/heavy?ms=never", "").statusCode());
    assertEquals(400, api(backend, "GET", "/api/heavy?ms=99999", "").statusCode());
    assertEquals(400, api(backend, "POST", "/api/data", "").statusCode());
    assertEquals(413, api(backend, "POST", "/api/data", "x".repeat(5_000)).statusCode());
    assertEquals(404, api(backend, "GET", "/api/database", "").statusCode());
    assertEquals(405, api(backend, "PUT", "/api/data", "x").statusCode());
  }

  @Test
  void everyRequestIsCountedByMethodRouteAndCode() throws Exception {
    Backend backend = start(Map.of());
    api(backend, "GET", "/api/data", "");
    api(backend, "GET", "/api/data", "");
    api(backend, "GET", "/api/nothing/42", "");

    // a request is counted once its answer is out, so the last one may come a moment later
    Awaitility.await()
        .untilAsserted(
            () -> {
              List<String> lines =
                  management(backend, "GET", "/metrics", "").body().lines().toList();
              assertTrue(
                  lines.contains(
                      "http_requests_total{code=\"200\",method=\"GET\",route=\"/api/data\"} 2.0"));
              assertTrue(
                  lines.contains(
                      "http_requests_total{code=\"404\",method=\"GET\",route=\"other\"} 1.0"));
              assertTrue(lines.contains("http_requests_in_flight 0.0"));
              assertTrue(lines.contains("admission_queue_length 0.0"));
              assertTrue(lines.stream().anyMatch(line -> line.startsWith("jvm_memory_used_bytes")));
              assertTrue(
                  lines.stream().anyMatch(line -> line.startsWith("process_cpu_seconds_total")));
              assertTrue(
                  lines.stream()
                      .anyMatch(
                          line ->
                              line.startsWith(
                                  "http_request_duration_seconds_bucket{method=\"GET\",route=\"/api/data\",le=\"1.25\"}")));
            });
  }

  @Test
  void faultsAreHiddenUnlessTheyAreEnabled() throws Exception {
    Backend backend = start(Map.of("DEMO_FAULTS", "disabled"));

    assertEquals(404, management(backend, "GET", "/faults", "").statusCode());
    assertEquals(404, management(backend, "POST", "/faults", "{\"name\":\"errors\"}").statusCode());
  }

  @Test
  void anOrderedErrorBurstFailsRequestsUntilItIsCleared() throws Exception {
    Backend backend = start(Map.of());

    HttpResponse<String> ordered =
        management(
            backend,
            "POST",
            "/faults",
            "{\"name\":\"errors\",\"seconds\":600,\"seed\":3,\"intensity\":1}");
    assertEquals(202, ordered.statusCode());
    assertEquals(500, api(backend, "GET", "/api/data", "").statusCode());
    JsonNode active = json.readTree(management(backend, "GET", "/faults", "").body()).get("active");
    assertEquals("errors", active.get(0).get("name").asText());
    assertEquals(3, active.get(0).get("seed").asLong());

    assertEquals(204, management(backend, "DELETE", "/faults", "").statusCode());
    assertEquals(200, api(backend, "GET", "/api/data", "").statusCode());
  }

  @Test
  void anOrderThatIsNoneIsRefused() throws Exception {
    Backend backend = start(Map.of());

    for (String body :
        List.of(
            "",
            "[]",
            "{",
            "{\"name\":\"fire\"}",
            "{\"name\":\"cpu\",\"seconds\":-1}",
            "{\"name\":\"cpu\",\"second\":1}",
            "{\"name\":\"cpu\",\"seconds\":\"1\"}")) {
      assertEquals(400, management(backend, "POST", "/faults", body).statusCode(), body);
    }
  }

  @Test
  void drainingIsUnreadyAnswersWhoWaitsAndThenListensNoMore() throws Exception {
    Backend backend = start(Map.of("DEMO_WIDTH", "1", "DEMO_QUEUE", "5", "DEMO_HOLD_MS", "300"));
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int request = 0; request < 4; request++) {
      waiting.add(
          client.sendAsync(
              request(backend.port(), "GET", "/api/data", ""), BodyHandlers.ofString()));
    }
    Awaitility.await()
        .until(
            () ->
                json.readTree(api(backend, "GET", "/api/health", "").body()).get("waiting").asInt()
                    == 3);
    CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> drain(backend));
    Awaitility.await().until(() -> management(backend, "GET", "/readyz", "").statusCode() == 503);

    HttpResponse<String> late = api(backend, "GET", "/api/health", "");

    assertEquals("close", late.headers().firstValue("Connection").orElse(""));
    assertTrue(drained.get());
    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      assertEquals(200, one.get().statusCode());
    }
  }

  @Test
  void theLogIsOneObjectALineAndCarriesTheTrace() throws Exception {
    Backend backend = start(Map.of());
    String trace = "0af7651916cd43dd8448eb211c80319c";
    client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + backend.port() + "/api/data"))
            .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
            .build(),
        BodyHandlers.ofString());

    Awaitility.await()
        .untilAsserted(
            () -> {
              boolean found = false;
              for (String line : logged.toString(StandardCharsets.UTF_8).lines().toList()) {
                found |= json.readTree(line).path("trace_id").asText().equals(trace);
              }
              assertTrue(found);
            });
  }

  private static boolean drain(Backend backend) {
    try {
      return backend.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Backend start(Map<String, String> settings) throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("HOSTNAME", "pod-1");
    all.put("DEMO_PORT", "0");
    all.put("DEMO_MANAGEMENT_PORT", "0");
    all.put("DEMO_HOLD_MS", "0");
    all.put("DEMO_LOG_EVERY", "1");
    all.put("DEMO_FAULTS", "enabled");
    all.put("DEMO_STATE_DIR", folder.toString());
    all.putAll(settings);
    JsonLog log =
        new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), Clock.systemUTC());
    Backend backend = new Backend(BackendConfig.from(all), store, log, Clock.systemUTC(), () -> {});
    backend.start();
    started.add(backend);
    return backend;
  }

  private HttpResponse<String> api(Backend backend, String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(request(backend.port(), method, path, body), BodyHandlers.ofString());
  }

  private HttpResponse<String> management(Backend backend, String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        request(backend.managementPort(), method, path, body), BodyHandlers.ofString());
  }

  private static HttpRequest request(int port, String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .version(HttpClient.Version.HTTP_1_1)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }
}

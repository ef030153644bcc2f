package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.TestingClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that a healthy server does not give, as real ones were recorded. */
class KubernetesApiTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Optional<Recorded>> script = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private HttpServer server;
  private KubernetesClient client;

  /** One recorded answer. */
  private record Recorded(int status, Optional<String> retryAfter, String body) {
    static Recorded of(String name) throws IOException {
      try (InputStream in =
          KubernetesApiTest.class.getResourceAsStream("/wire/" + name + ".json")) {
        JsonNode response =
            Wire.parse(new String(in.readAllBytes())).orElseThrow().path("response");
        return new Recorded(
            response.path("status").asInt(),
            Wire.text(response.path("headers").path("Retry-After")),
            response.path("body").toString());
      }
    }
  }

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          Optional<Recorded> next;
          synchronized (script) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            next = script.isEmpty() ? Optional.empty() : script.poll();
          }
          if (next.isEmpty()) {
            hang();
            exchange.close();
            return;
          }
          Recorded said = next.get();
          said.retryAfter()
              .ifPresent(value -> exchange.getResponseHeaders().set("Retry-After", value));
          byte[] bytes = said.body().getBytes();
          exchange.sendResponseHeaders(said.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    client = TestingClient.at("http://127.0.0.1:" + server.getAddress().getPort(), folder);
  }

  private void hang() {
    try {
      never.await();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private KubernetesApi api() {
    return new KubernetesApi(client, Duration.ofMillis(1_500));
  }

  private void says(String... names) throws IOException {
    for (String name : names) {
      script.add(Optional.of(Recorded.of(name)));
    }
  }

  @Test
  void a_refusal_by_a_budget_says_so_and_seldom_when_to_come_again() throws IOException {
    says("evict-pdb-denies-429", "evict-pdb-not-observed-429");
    Answer denied = api().post("/evict", Wire.object());
    assertEquals(429, denied.status());
    assertEquals("DisruptionBudget", denied.cause());
    assertEquals(Optional.empty(), denied.retryAfter());
    Answer later = api().post("/evict", Wire.object());
    assertEquals(Optional.of(Duration.ofSeconds(10)), later.retryAfter());
  }

  @Test
  void a_failed_write_is_sent_once() throws IOException {
    says("evict-two-pdbs-500");
    Answer failed = api().post("/evict", Wire.object());
    assertEquals(500, failed.status());
    assertTrue(failed.text().contains("more than one PodDisruptionBudget"), failed.text());
    assertEquals(1, asked.size());
  }

  @Test
  void a_server_that_hangs_is_no_answer() {
    Answer none = api().get("/anything");
    assertEquals(0, none.status());
    assertFalse(none.ok());
  }

  @Test
  void a_page_of_a_proxy_is_an_answer_in_words() {
    script.add(Optional.of(new Recorded(503, Optional.empty(), "<html>upstream gone</html>")));
    Answer page = api().get("/anything");
    assertEquals("503 <html>upstream gone</html>", page.text());
  }

  @Test
  void a_floor_meets_a_conflict_looks_again_and_leaves_what_fails_to_the_next_pass()
      throws IOException {
    says("hpa-200", "ssa-stale-409", "hpa-200", "evict-two-pdbs-500");
    HpaFloor floors = new HpaFloor(Hpas.of(api()), Fence.none(), Clock.systemUTC());
    FloorResult result = floors.pursue(new HpaName("ml", "web"), FloorStage.floor(5));
    assertEquals(FloorReason.API_TROUBLE, result.reason());
    assertEquals(
        List.of("GET", "PATCH", "GET", "PATCH"),
        asked.stream().map(line -> line.substring(0, line.indexOf(' '))).toList());
  }
}

package io.tidewatch.local.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueChecksTest {
  private static final String YAML =
      """
      queries:
        - { name: good, promql: good_metric }
        - { name: mistyped, promql: sum by (namespace workload) ( }
        - { name: silent, promql: no_such_metric }
        - { name: zeros, promql: only_zeros, absent: zero, present: good }
        - { name: nameless, promql: nameless_metric }
        - { name: unmatched, promql: 'rate(good_metric{code="418"}[5m])' }
        - { name: quiet, promql: 'good_metric{code=~"5.."}', absent: zero, present: good }
      """;

  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes());
            String query = URLDecoder.decode(form, StandardCharsets.UTF_8);
            byte[] answer = answer(query).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(query.contains("sum by") ? 400 : 200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void every_query_is_asked_and_what_answers_nothing_says_why() {
    List<Check> checks = checks();
    assertEquals(7, checks.size());
    assertFound(checks.get(0), Check.Result.OK, "shop/web");
    assertFound(checks.get(1), Check.Result.MISSING, "bad_query: 1:19: parse error");
    assertFound(checks.get(2), Check.Result.MISSING, "no series of no_such_metric");
    assertFound(checks.get(3), Check.Result.MISSING, "no series of only_zeros");
    assertFound(checks.get(4), Check.Result.MISSING, "none has the labels");
    assertFound(checks.get(5), Check.Result.MISSING, "no series fits its labels");
    assertFound(checks.get(6), Check.Result.WARNING, "counts as zero");
  }

  private static void assertFound(Check check, Check.Result result, String words) {
    assertEquals(result, check.result(), check.what());
    assertTrue(check.found().contains(words), check.what() + ": " + check.found());
  }

  private List<Check> checks() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    PrometheusEndpoint endpoint = PrometheusEndpoint.of(url).with(ApiAccess.open());
    return new CatalogueChecks(
            CatalogueFile.parse(YAML, "the test"),
            new PrometheusClient(endpoint, once),
            Instant.EPOCH.plusSeconds(3_600))
        .run();
  }

  private static String answer(String query) {
    if (query.contains("sum by")) {
      return "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:19: parse error\"}";
    }
    if (query.contains("418") || query.contains("count(only_zeros)")) {
      return nothing();
    }
    if (query.contains("only_zeros") || query.contains("5..")) {
      return vector("\"tidewatch_absent\":\"zero\",\"namespace\":\"shop\",\"workload\":\"web\"");
    }
    if (query.contains("good_metric")) {
      return vector("\"namespace\":\"shop\",\"workload\":\"web\"");
    }
    if (query.contains("nameless_metric")) {
      return vector("\"job\":\"x\"");
    }
    return nothing();
  }

  private static String nothing() {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
  }

  private static String vector(String labels) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{"
        + labels
        + "},\"value\":[60,\"0\"]}]}}";
  }
}

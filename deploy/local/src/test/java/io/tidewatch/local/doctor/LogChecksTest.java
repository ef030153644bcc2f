package io.tidewatch.local.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.tidewatch.domain.LogSpec;
import io.tidewatch.domain.QuerySpec.LabelNames;
import io.tidewatch.log.Masking;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.LokiEndpoint;
import io.tidewatch.source.LokiLimits;
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
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogChecksTest {
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
            exchange.sendResponseHeaders(query.contains("torn") ? 400 : 200, answer.length);
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
  void every_selector_is_asked_and_what_finds_nothing_says_why() {
    List<Check> checks = checks("web", "silent", "torn", "nameless");
    assertFound(checks.get(0), Check.Result.OK, "7 lines in 10 minutes, of shop/web");
    assertFound(checks.get(1), Check.Result.MISSING, "no line in 10 minutes");
    assertFound(checks.get(2), Check.Result.MISSING, "bad_query: parse error at line 1");
    assertFound(checks.get(3), Check.Result.MISSING, "name no workload");
  }

  private List<Check> checks(String... names) {
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    LokiClient client =
        new LokiClient(LokiEndpoint.of(url), once, LokiLimits.standard(), Masking.standard());
    List<LogSpec> logs =
        List.of(names).stream()
            .map(n -> new LogSpec(n, "{app=\"" + n + "\"}", LabelNames.DEFAULT, Optional.empty()))
            .toList();
    return new LogChecks(logs, client, Instant.EPOCH.plusSeconds(3_600)).run();
  }

  private static void assertFound(Check check, Check.Result result, String words) {
    assertEquals(result, check.result(), check.what());
    assertTrue(check.found().contains(words), check.what() + ": " + check.found());
  }

  private static String answer(String query) {
    if (query.contains("torn")) {
      return "parse error at line 1, col 3";
    }
    if (query.contains("silent")) {
      return vector("");
    }
    String labels =
        query.contains("nameless")
            ? "\"job\":\"x\""
            : "\"namespace\":\"shop\",\"workload\":\"web\"";
    return vector("{\"metric\":{" + labels + "},\"value\":[3600,\"7\"]}");
  }

  private static String vector(String series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        + series
        + "]}}";
  }
}

package io.tidewatch.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LokiServerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String PUSH = "/loki/api/v1/push";

  private final HttpClient http = HttpClient.newHttpClient();
  private final MovableClock clock = new MovableClock(NOW);
  private LokiServer server;

  @TempDir Path data;

  @BeforeEach
  void start() throws IOException {
    server = LokiServer.start("127.0.0.1", 0, data, Duration.ofDays(31), Limits.standard(), clock);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_push_that_is_sent_twice_counts_once() throws Exception {
    String push = stream(NOW, "same");
    assertEquals(204, post(PUSH, "application/json", push).statusCode());
    assertEquals(204, post(PUSH, "application/json", push).statusCode());
    assertEquals(1, lines("{app=\"web\"}").size());
    String counted = value("sum(count_over_time({app=\"web\"}[5m]))");
    assertEquals("1", counted);
  }

  @Test
  void protobuf_is_refused_with_what_to_do() throws Exception {
    HttpResponse<String> refused = post(PUSH, "application/x-protobuf", "x");
    assertEquals(415, refused.statusCode());
    assertTrue(refused.body().contains("push JSON"), refused.body());
  }

  @Test
  void a_late_line_is_taken_within_an_hour_of_the_newest_of_its_stream() throws Exception {
    post(PUSH, "application/json", stream(NOW, "newest"));
    Instant within = NOW.minus(Duration.ofMinutes(59));
    Instant beyond = NOW.minus(Duration.ofMinutes(61));
    assertEquals(204, post(PUSH, "application/json", stream(within, "late")).statusCode());
    HttpResponse<String> refused = post(PUSH, "application/json", stream(beyond, "too late"));
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("entry too far behind"), refused.body());
  }

  @Test
  void a_line_longer_than_loki_takes_is_refused_and_the_others_are_kept() throws Exception {
    String push =
        "{\"streams\":["
            + object(NOW, "x".repeat((256 << 10) + 1))
            + ","
            + object(NOW.plusNanos(1), "y".repeat(256 << 10))
            + "]}";
    HttpResponse<String> refused = post(PUSH, "application/json", push);
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("max entry size '262144' bytes exceeded"), refused.body());
    assertEquals(1, lines("{app=\"web\"}").size());
  }

  @Test
  void history_of_any_age_that_is_kept_comes_through_its_own_door_and_repeating_doubles_nothing()
      throws Exception {
    Instant old = NOW.minus(Duration.ofDays(20));
    String history = object(old, "old one") + "\n\n" + object(old.plusSeconds(1), "old two") + "\n";
    for (int i = 0; i < 2; i++) {
      assertEquals("{\"lines\":2}\n", post("/tidewatch/import", "", history).body());
    }
    assertEquals(2, lines("{app=\"web\"}", old.minusSeconds(5), old.plusSeconds(5)).size());
    HttpResponse<String> refused =
        post("/tidewatch/import", "", object(NOW.minus(Duration.ofDays(32)), "x"));
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("--keep-days"), refused.body());
  }

  @Test
  void a_bad_line_of_history_is_named_by_its_number() throws Exception {
    HttpResponse<String> refused =
        post("/tidewatch/import", "", object(NOW, "good") + "\n{\"stream\":7}\n");
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().startsWith("line 2 is not taken"), refused.body());
  }

  @Test
  void fields_of_json_are_labels_and_what_is_no_json_ends_a_count_with_lokis_error()
      throws Exception {
    post(PUSH, "application/json", stream(NOW, "{\\\"code\\\":500,\\\"a\\\":{\\\"b\\\":true}}"));
    JsonNode found =
        result("{app=\"web\"} | json | a_b=\"true\"", NOW.minusSeconds(9), NOW.plusSeconds(9));
    assertEquals("500", found.path(0).path("stream").path("code").asText());
    assertEquals("1", value("sum by (code)(count_over_time({app=\"web\"} | json [5m]))"));
    post(PUSH, "application/json", stream(NOW, "plain"));
    HttpResponse<String> refused =
        get("/loki/api/v1/query", "sum(count_over_time({app=\"web\"} | json [5m]))", "");
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().startsWith("pipeline error: 'JSONParserErr'"), refused.body());
  }

  @Test
  void a_query_that_takes_too_long_ends_with_lokis_504() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      many.append(object(NOW.minusNanos(i), "line " + i)).append('\n');
    }
    post("/tidewatch/import", "", many.toString());
    server.close();
    Limits limits = Limits.standard();
    Limits hasty =
        new Limits(
            limits.entries(),
            limits.series(),
            limits.points(),
            limits.queryRange(),
            limits.oldest(),
            limits.newest(),
            limits.outOfOrder(),
            limits.labelNames(),
            limits.lineBytes(),
            limits.answerBytes(),
            Duration.ofSeconds(-1));
    server = LokiServer.start("127.0.0.1", 0, data, Duration.ofDays(31), hasty, clock);
    HttpResponse<String> late = get("/loki/api/v1/query_range", "{app=\"web\"}", "&limit=5000");
    assertEquals(504, late.statusCode());
    assertTrue(late.body().startsWith("request timed out"), late.body());
  }

  @Test
  void a_broken_body_is_the_senders_error() throws Exception {
    assertEquals(400, post(PUSH, "application/json", "{\"streams\":[{").statusCode());
    assertEquals(400, post(PUSH, "application/json", "{\"streams\":7}").statusCode());
    HttpRequest noGzip =
        HttpRequest.newBuilder(URI.create(server.url() + PUSH))
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertEquals(400, http.send(noGzip, HttpResponse.BodyHandlers.ofString()).statusCode());
  }

  private static String stream(Instant at, String line) {
    return "{\"streams\":[" + object(at, line) + "]}";
  }

  private static String object(Instant at, String line) {
    return "{\"stream\":{\"app\":\"web\"},\"values\":[[\""
        + Times.nanos(at)
        + "\",\""
        + line
        + "\"]]}";
  }

  private JsonNode lines(String query) throws Exception {
    return lines(query, NOW.minus(Duration.ofHours(2)), NOW.plusSeconds(9));
  }

  private JsonNode lines(String query, Instant from, Instant until) throws Exception {
    return result(query, from, until).path(0).path("values");
  }

  private JsonNode result(String query, Instant from, Instant until) throws Exception {
    String range = "&start=" + Times.nanos(from) + "&end=" + Times.nanos(until);
    String body = get("/loki/api/v1/query_range", query, range).body();
    return new ObjectMapper().readTree(body).path("data").path("result");
  }

  private String value(String query) throws Exception {
    String body = get("/loki/api/v1/query", query, "").body();
    JsonNode sample = new ObjectMapper().readTree(body).path("data").path("result").path(0);
    return sample.path("value").path(1).asText(body);
  }

  private HttpResponse<String> get(String path, String query, String more) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    URI address = URI.create(server.url() + path + "?query=" + encoded + more);
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}

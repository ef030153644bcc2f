package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are malformed, or meant to do harm, against one server that goes on. */
class HostileBodiesIT {
  private static final String TRAFFIC = "/predict/traffic";
  private static final String ANOMALY = "/detect/anomaly";
  private static final String FEATURE = TestingDetector.FEATURES.names().get(3);

  @TempDir static Path directory;
  private static TestingServer server;

  @BeforeAll
  static void start() {
    server = new TestingShop(directory).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_body_that_is_not_what_the_forecast_takes_is_refused() {
    for (String body :
        List.of(
            "{\"workloads\":[\"shop/web\"",
            "[]",
            "7",
            "null",
            "{\"workloads\":[]}",
            "{\"workloads\":\"shop/web\"}",
            "{\"workloads\":[7]}",
            "{\"workloads\":[null]}",
            "{\"workload\":\"shop/web\"}",
            "{\"workloads\":[\"shop/web\"]} {}",
            "{\"workloads\":[\"shop/web\"],\"workloads\":[\"shop/new\"]}",
            "{'workloads':['shop/web']}",
            "\u0000")) {
      assertMalformed(TRAFFIC, body);
    }
    JsonNode cut = assertMalformed(TRAFFIC, "{\n!");
    assertTrue(cut.at("/detail").asText().contains("line 2"), cut.toString());
  }

  @Test
  void a_body_that_is_not_what_the_detector_takes_is_refused() {
    for (String body :
        List.of(
            "[]",
            "{\"workload\":7}",
            "{\"workload\":[\"shop/web\"]}",
            "{\"workload\":\"shop/web\",\"metrics\":{}}",
            "{\"metrics\":[1]}",
            "{\"metrics\":{},\"more\":1}",
            metric("null"),
            metric("\"1\""),
            metric("true"),
            metric("{}"),
            metric("NaN"),
            metric("Infinity"),
            metric("1e300"),
            metric("-1e999999999"),
            metric("9".repeat(400)),
            metric("1,\"" + FEATURE + "\":2"))) {
      assertMalformed(ANOMALY, body);
    }
  }

  @Test
  void depth_length_and_number_are_bounded() {
    int deep = 150_000;
    for (String route : List.of(TRAFFIC, ANOMALY)) {
      assertMalformed(route, "[".repeat(deep));
      assertMalformed(route, "{\"a\":".repeat(deep) + "1" + "}".repeat(deep));
    }
    // Digits that would take minutes to turn into a number.
    assertMalformed(ANOMALY, metric("1".repeat(900_000)));
    assertMalformed(ANOMALY, "{\"" + "k".repeat(900_000) + "\":1}");
    String many =
        IntStream.range(0, 30_000)
            .mapToObj(i -> "\"a/" + i + "\"")
            .collect(Collectors.joining(",", "{\"workloads\":[", "]}"));
    JsonNode refused = assertMalformed(TRAFFIC, many);
    assertTrue(refused.at("/detail").asText().contains("30000"), refused.toString());
  }

  @Test
  void a_large_body_is_refused_whether_or_not_its_length_is_told() {
    byte[] large = new byte[10_000_000];
    for (String route : List.of(TRAFFIC, ANOMALY)) {
      assertEquals(413, send(route, BodyPublishers.ofByteArray(large)).statusCode());
      var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
      assertEquals(413, send(route, chunked).statusCode());
    }
  }

  @Test
  void what_is_not_sent_as_json_is_refused_and_what_says_nothing_is_taken_for_it() {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "x", "")) {
      HttpResponse<String> form =
          server.send(
              "POST",
              TRAFFIC,
              BodyPublishers.ofString("{\"workloads\":[\"shop/web\"]}"),
              "Content-Type",
              type);
      assertEquals(415, form.statusCode(), type);
      assertEquals("UnsupportedMedia", json(form).at("/code").asText());
    }
    for (String type : List.of("application/json; charset=utf-8", "Application/vnd.x+json")) {
      HttpResponse<String> sound =
          server.send(
              "POST",
              TRAFFIC,
              BodyPublishers.ofString("{\"workloads\":[\"shop/web\"]}"),
              "Content-Type",
              type);
      assertEquals(200, sound.statusCode(), type);
    }
    HttpResponse<String> zipped =
        server.send("POST", TRAFFIC, BodyPublishers.ofString("x"), "Content-Encoding", "gzip");
    assertEquals(415, zipped.statusCode());
  }

  private static HttpResponse<String> send(String route, BodyPublisher body) {
    return server.send("POST", route, body);
  }

  private static JsonNode assertMalformed(String route, String body) {
    HttpResponse<String> answer = server.post(route, body);
    String begin = body.substring(0, Math.min(80, body.length()));
    assertEquals(400, answer.statusCode(), begin + " → " + answer.body());
    assertEquals("MalformedJson", json(answer).at("/code").asText(), begin);
    assertTrue(answer.body().length() < 2_000, "it does not repeat what was sent");
    return json(answer);
  }

  private static String metric(String value) {
    return "{\"metrics\":{\"" + FEATURE + "\":" + value + "}}";
  }
}

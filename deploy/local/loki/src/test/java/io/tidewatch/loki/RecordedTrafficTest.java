package io.tidewatch.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a real Loki was sent is sent here, in the same order, and answered alike. */
class RecordedTrafficTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Valid LogQL or API of Loki that this server does not offer. */
  private static final Set<Integer> NOT_OFFERED_QUERIES =
      Set.of(28, 35, 38, 39, 41, 43, 44, 45, 48, 49, 56);

  private static final Set<Integer> NOT_OFFERED_PATHS = Set.of(79, 80, 81, 82, 83, 87);

  /** The opt-in encoding, and records of a Loki with tenants and other limits. */
  private static final Set<Integer> OTHER_SETTINGS = Set.of(33, 91, 92, 93, 94, 95, 96, 97);

  /** Errors of Loki's own JSON reader: the status and the kind of body count. */
  private static final Set<Integer> OTHER_WORDS = Set.of(6, 11, 2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final MovableClock clock = new MovableClock(Instant.EPOCH);
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

  @TestFactory
  Stream<DynamicTest> every_record_is_answered_alike() throws Exception {
    Path folder = Path.of(RecordedTrafficTest.class.getResource("/loki").toURI());
    return Files.list(folder)
        .filter(file -> !OTHER_SETTINGS.contains(number(file)))
        .sorted(Comparator.comparingInt(RecordedTrafficTest::number))
        .map(file -> dynamicTest(file.getFileName().toString(), () -> replay(file)));
  }

  private void replay(Path file) throws Exception {
    JsonNode record = JSON.readTree(file.toFile());
    JsonNode expected = record.path("response");
    clock.moveTo(date(expected).plusMillis(300));
    HttpResponse<String> answer = send(record.path("request"));
    int number = number(file);
    if (NOT_OFFERED_PATHS.contains(number)) {
      assertEquals(404, answer.statusCode());
      return;
    }
    if (NOT_OFFERED_QUERIES.contains(number)) {
      assertEquals(400, answer.statusCode());
      assertTrue(answer.body().startsWith("parse error at line 1, col "), answer.body());
      return;
    }
    assertEquals(expected.path("status").asInt(), answer.statusCode(), answer.body());
    Optional<String> type =
        Optional.ofNullable(expected.path("headers").path("Content-Type").textValue());
    assertEquals(
        type.map(RecordedTrafficTest::normal),
        answer.headers().firstValue("Content-Type").map(RecordedTrafficTest::normal));
    if (!OTHER_WORDS.contains(number)) {
      assertSameBody(number, expected, answer.body());
    }
  }

  private static void assertSameBody(int number, JsonNode expected, String body)
      throws IOException {
    if (expected.has("body_text")) {
      assertEquals(expected.path("body_text").asText(), body);
      return;
    }
    ObjectNode wanted = expected.path("body").deepCopy();
    JsonNode found = JSON.readTree(body);
    assertEquals(names(wanted), names(found));
    assertEquals(names(wanted.path("data")), names(found.path("data")));
    JsonNode result = wanted.path("data").path("result");
    boolean instant = wanted.path("data").path("resultType").asText().equals("vector");
    if (wanted.path("data").isArray()) {
      assertEquals(sorted(wanted.path("data")), sorted(found.path("data")));
      return;
    }
    if (!instant) {
      assertEquals(result, found.path("data").path("result"));
      return;
    }
    for (int i = 0; i < result.size(); i++) {
      JsonNode sample = found.path("data").path("result").path(i);
      assertEquals(result.path(i).path("metric"), sample.path("metric"));
      assertEquals(result.path(i).path("value").path(1), sample.path("value").path(1));
    }
  }

  // Letter case and spaces of a media type mean nothing.
  private static String normal(String type) {
    return type.replace(" ", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static String names(JsonNode node) {
    StringBuilder names = new StringBuilder();
    node.fieldNames().forEachRemaining(name -> names.append(name).append(' '));
    return names.toString();
  }

  private static java.util.List<String> sorted(JsonNode array) throws IOException {
    java.util.List<String> texts = new java.util.ArrayList<>();
    for (JsonNode one : array) {
      Object value = JSON.treeToValue(one, Object.class);
      texts.add(
          value instanceof java.util.Map<?, ?> map
              ? new java.util.TreeMap<>(map).toString()
              : value.toString());
    }
    texts.sort(Comparator.naturalOrder());
    return texts;
  }

  private HttpResponse<String> send(JsonNode request) throws Exception {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server.url() + request.path("path").asText()));
    request
        .path("headers")
        .fields()
        .forEachRemaining(header -> builder.header(header.getKey(), header.getValue().asText()));
    builder.method(
        request.path("method").asText(), HttpRequest.BodyPublishers.ofByteArray(body(request)));
    return http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] body(JsonNode request) {
    if (request.has("body")) {
      return request.path("body").toString().getBytes(StandardCharsets.UTF_8);
    }
    String text = request.path("body_text").asText("");
    return text.startsWith("b'") ? python(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of a Python literal, as which a compressed body was recorded. */
  private static byte[] python(String literal) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    for (int i = 2; i < literal.length() - 1; i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char kind = literal.charAt(++i);
      if (kind == 'x') {
        bytes.write(Integer.parseInt(literal.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind == 't' ? '\t' : kind);
      }
    }
    return bytes.toByteArray();
  }

  private static Instant date(JsonNode response) {
    String date = response.path("headers").path("Date").asText();
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().split("-")[0]);
  }
}

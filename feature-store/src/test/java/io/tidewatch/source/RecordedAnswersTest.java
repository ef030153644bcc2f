package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded answer of two real servers is read or refused as its status says. */
class RecordedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final StepRange ONE = new StepRange(1_795_474_720, 1_795_474_721);

  /** One request of the records with its answer. */
  record Recorded(String name, String path, int status, Map<String, String> headers, String body) {
    @Override
    public String toString() {
      return name;
    }

    boolean range() {
      return path.startsWith("/api/v1/query_range");
    }

    boolean foreign() {
      return status == 302 || status == 404 || status == 405;
    }

    JsonNode json() {
      try {
        return body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }

  static Stream<Recorded> all() throws IOException, URISyntaxException {
    Path root = Path.of(RecordedAnswersTest.class.getResource("/wire/prometheus").toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(RecordedAnswersTest::read)
          .toList()
          .stream();
    }
  }

  static Stream<Recorded> ranges() throws IOException, URISyntaxException {
    return all().filter(Recorded::range);
  }

  static Stream<Recorded> instants() throws IOException, URISyntaxException {
    return all().filter(recorded -> !recorded.range() && !recorded.foreign());
  }

  static Stream<Recorded> foreign() throws IOException, URISyntaxException {
    return all().filter(Recorded::foreign);
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void a_range_answer_gives_its_finite_values_or_a_gap_with_its_error_type(Recorded recorded) {
    RangeResult result = answered(recorded).slice("q", SECOND, ONE);
    if (recorded.status() == 200) {
      assertEquals(List.of(), result.gaps());
      assertEquals(finiteValues(recorded), values(result));
      return;
    }
    String errorType = recorded.json().path("errorType").asText();
    String expected = errorType.equals("bad_data") ? "bad_query" : errorType;
    assertEquals(expected, result.gaps().get(0).reason().text());
    assertEquals(ONE, result.gaps().get(0).steps());
    assertEquals(recorded.json().path("error").asText(), result.gaps().get(0).detail());
  }

  @ParameterizedTest
  @MethodSource("instants")
  void an_instant_answer_gives_its_finite_values_or_is_refused(Recorded recorded) {
    String type = recorded.json().path("data").path("resultType").asText();
    boolean numbers = type.equals("vector") || type.equals("scalar");
    boolean complete = !recorded.json().has("warnings");
    PrometheusClient client = answered(recorded);
    if (recorded.status() == 200 && numbers && complete) {
      assertEquals(finiteValues(recorded), client.instant("q", Instant.EPOCH).size());
      return;
    }
    UserException refused =
        assertThrows(UserException.class, () -> client.instant("q", Instant.EPOCH));
    assertTrue(refused.remedy().length() > 10, refused.getMessage());
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void an_answer_of_another_address_names_the_address(Recorded recorded) {
    UserException refused =
        assertThrows(UserException.class, () -> answered(recorded).slice("q", SECOND, ONE));
    assertTrue(refused.problem().contains("127.0.0.1"), refused.getMessage());
  }

  private static PrometheusClient answered(Recorded recorded) {
    TestingPrometheus server = new TestingPrometheus();
    server.then(
        exchange -> {
          try (server) {
            recorded.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = recorded.body().getBytes();
            exchange.sendResponseHeaders(recorded.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          }
        });
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(7));
    return new PrometheusClient(PrometheusEndpoint.of(server.url()), once);
  }

  private static long values(RangeResult result) {
    return result.series().stream().mapToLong(series -> series.values().length).sum();
  }

  private static long finiteValues(Recorded recorded) {
    JsonNode data = recorded.json().path("data");
    if (data.path("resultType").asText().equals("scalar")) {
      return finite(data.path("result").path(1)) ? 1 : 0;
    }
    long finite = 0;
    for (JsonNode series : data.path("result")) {
      finite += series.has("value") && finite(series.path("value").path(1)) ? 1 : 0;
      for (JsonNode point : series.path("values")) {
        finite += finite(point.path(1)) ? 1 : 0;
      }
    }
    return finite;
  }

  private static boolean finite(JsonNode value) {
    return !value.asText().matches("NaN|[+-]Inf");
  }

  private static Recorded read(Path file) {
    try {
      JsonNode node = JSON.readTree(file.toFile());
      JsonNode response = node.path("response");
      Map<String, String> headers = new HashMap<>();
      for (String name : List.of("Content-Type", "Location")) {
        if (response.path("headers").has(name)) {
          headers.put(name, response.path("headers").path(name).asText());
        }
      }
      String body =
          response.has("body_raw")
              ? response.path("body_raw").asText()
              : response.has("body_text")
                  ? response.path("body_text").asText()
                  : response.path("body").toString();
      return new Recorded(
          file.getParent().getFileName() + "/" + file.getFileName(),
          node.path("request").path("path").asText(),
          response.path("status").asInt(),
          headers,
          body);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

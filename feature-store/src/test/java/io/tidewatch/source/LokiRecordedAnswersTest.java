package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.domain.UserException;
import io.tidewatch.log.Masking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded answer of a real Loki is read or refused as its status says. */
class LokiRecordedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final StepRange ONE = new StepRange(1_795_476_479, 1_795_476_480);
  private static final StepRange TWO = new StepRange(1_795_476_478, 1_795_476_480);

  /** One request of the records with its answer. */
  record Recorded(String name, String path, int status, Optional<String> type, String body) {
    @Override
    public String toString() {
      return name;
    }

    String resultType() {
      return json().path("data").path("resultType").asText();
    }

    JsonNode json() {
      try {
        return body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
      } catch (IOException malformed) {
        throw new UncheckedIOException(malformed);
      }
    }

    boolean list() {
      return status == 200 && json().path("data").isArray();
    }
  }

  static Stream<Recorded> all() throws Exception {
    Path folder = Path.of(LokiRecordedAnswersTest.class.getResource("/loki").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(LokiRecordedAnswersTest::read)
          .sorted(Comparator.comparing(Recorded::name))
          .toList()
          .stream();
    }
  }

  static Stream<Recorded> streams() throws Exception {
    return all().filter(recorded -> recorded.resultType().equals("streams"));
  }

  static Stream<Recorded> matrices() throws Exception {
    return all().filter(recorded -> recorded.resultType().equals("matrix"));
  }

  static Stream<Recorded> vectors() throws Exception {
    return all().filter(recorded -> recorded.resultType().equals("vector"));
  }

  static Stream<Recorded> lists() throws Exception {
    return all().filter(Recorded::list);
  }

  static Stream<Recorded> notLines() throws Exception {
    return all().filter(recorded -> !recorded.resultType().equals("streams"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void every_line_of_an_answer_arrives_with_its_labels(Recorded recorded) {
    LogResult result = answered(recorded).slice("{a=\"b\"}", SECOND, ONE);
    assertEquals(List.of(), result.gaps());
    long expected = 0;
    for (JsonNode stream : recorded.json().path("data").path("result")) {
      expected += stream.path("values").size();
      String text = stream.path("values").path(0).path(1).asText();
      int labels = stream.path("stream").size();
      assertTrue(
          result.lines().stream()
              .anyMatch(line -> line.text().equals(text) && line.labels().size() == labels));
    }
    assertEquals(expected, result.lines().size());
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void every_finite_count_of_an_answer_stands_at_its_step(Recorded recorded) {
    RangeResult result = answered(recorded).counts("rate({a=\"b\"}[1m])", SECOND, TWO);
    long finite = 0;
    for (JsonNode series : recorded.json().path("data").path("result")) {
      for (JsonNode point : series.path("values")) {
        finite += point.path(1).asText().equals("NaN") ? 0 : 1;
      }
    }
    assertEquals(finite, result.series().stream().mapToLong(s -> s.values().length).sum());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void one_step_is_asked_as_an_instant(Recorded recorded) {
    RangeResult result = answered(recorded).counts("rate({a=\"b\"}[1m])", SECOND, ONE);
    assertEquals(recorded.json().path("data").path("result").size(), result.series().size());
  }

  @ParameterizedTest
  @MethodSource("lists")
  void lists_are_read(Recorded recorded) {
    LokiClient client = answered(recorded);
    JsonNode data = recorded.json().path("data");
    if (data.path(0).isObject()) {
      assertEquals(data.size(), client.series("{a=\"b\"}", Instant.EPOCH, Instant.now()).size());
      return;
    }
    List<String> texts = client.labels(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    assertEquals(JSON.convertValue(data, List.class), texts);
  }

  @ParameterizedTest
  @MethodSource("notLines")
  void what_holds_no_lines_is_a_gap_or_an_error_and_never_an_empty_success(Recorded recorded) {
    LokiClient client = answered(recorded);
    switch (recorded.status()) {
      case 400 -> assertGap(RangeGap.Reason.BAD_QUERY, client, recorded);
      case 422 -> assertGap(RangeGap.Reason.EXECUTION, client, recorded);
      case 504 -> assertGap(RangeGap.Reason.TIMEOUT, client, recorded);
      default -> {
        UserException refused =
            assertThrows(UserException.class, () -> client.slice("{a=\"b\"}", SECOND, ONE));
        assertTrue(refused.problem().contains("127.0.0.1"), refused.getMessage());
        assertTrue(refused.remedy().length() > 10, refused.getMessage());
      }
    }
  }

  private static void assertGap(RangeGap.Reason reason, LokiClient client, Recorded recorded) {
    LogResult result = client.slice("{a=\"b\"}", SECOND, ONE);
    assertEquals(List.of(new RangeGap(ONE, reason, recorded.body().strip())), result.gaps());
    assertEquals(List.of(), result.lines());
  }

  @ParameterizedTest
  @MethodSource("all")
  void ready_is_what_says_so_and_nothing_else(Recorded recorded) {
    boolean fine = recorded.status() == 200;
    Optional<String> said = answered(recorded).notReady();
    assertEquals(fine, said.isEmpty());
    assertFalse(said.isPresent() && !said.get().contains(String.valueOf(recorded.status())));
  }

  private static LokiClient answered(Recorded recorded) {
    TestingPrometheus server = new TestingPrometheus();
    TestingPrometheus.Answer answer =
        exchange -> {
          recorded.type().ifPresent(t -> exchange.getResponseHeaders().add("Content-Type", t));
          byte[] body = recorded.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(recorded.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
        };
    // A page that is refused may be asked for again with fewer lines.
    for (int i = 0; i < 8; i++) {
      server.then(answer);
    }
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(7));
    return new LokiClient(
        LokiEndpoint.of(server.url()), once, LokiLimits.standard(), Masking.standard());
  }

  private static Recorded read(Path file) {
    try {
      JsonNode node = JSON.readTree(file.toFile());
      JsonNode response = node.path("response");
      String body =
          response.has("body_raw")
              ? response.path("body_raw").asText()
              : response.has("body_text")
                  ? response.path("body_text").asText()
                  : response.has("body") ? response.path("body").toString() : "";
      return new Recorded(
          file.getFileName().toString(),
          node.path("request").path("path").asText(),
          response.path("status").asInt(),
          Optional.ofNullable(response.path("headers").path("Content-Type").textValue()),
          body);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

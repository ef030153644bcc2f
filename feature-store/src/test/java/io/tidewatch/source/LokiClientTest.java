package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.log.LogLine;
import io.tidewatch.log.Masking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LokiClientTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final StepRange ONE = new StepRange(100, 101);
  private static final String LOGQL = "{app=\"web\"}";

  private final TestingPrometheus server = new TestingPrometheus();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_step_holds_the_lines_after_the_step_before_it_up_to_its_own_time() {
    server.then(200, streams());
    client(5_000).slice(LOGQL, MINUTE, ONE);
    Map<String, String> form = server.requests().get(0).form();
    assertEquals("/loki/api/v1/query_range", server.requests().get(0).path());
    assertEquals(LOGQL, form.get("query"));
    assertEquals("6000000000001", form.get("start"));
    assertEquals("6060000000001", form.get("end"));
    assertEquals("5000", form.get("limit"));
    assertEquals("forward", form.get("direction"));
  }

  @Test
  void lines_of_one_nanosecond_at_the_end_of_a_page_are_neither_lost_nor_doubled() {
    server
        .then(200, streams(line(6_001, "a"), line(6_002, "b"), line(6_002, "b")))
        .then(200, streams(line(6_002, "b"), line(6_002, "b"), line(6_002, "c")))
        .then(200, streams(line(6_002, "b"), line(6_002, "b"), line(6_002, "c")))
        .then(200, "{\"status\":\"success\",\"data\":[{\"app\":\"web\",\"pod\":\"1\"}]}")
        .then(200, streams(line(6_002, "b"), line(6_002, "b")))
        .then(200, streams(line(6_003, "d")));
    assertEquals(List.of("a", "b", "b", "d"), texts(client(3).slice(LOGQL, MINUTE, ONE)));
    assertEquals("{app=\"web\", pod=\"1\"}", server.requests().get(4).form().get("query"));
    assertEquals("6002000000001", server.requests().get(5).form().get("start"));
  }

  @Test
  void a_page_that_ends_within_a_nanosecond_is_followed_by_one_that_begins_with_it() {
    server
        .then(200, streams(line(6_001, "a"), line(6_002, "b"), line(6_003, "c")))
        .then(200, streams(line(6_003, "c"), line(6_003, "c2")));
    assertEquals(List.of("a", "b", "c", "c2"), texts(client(3).slice(LOGQL, MINUTE, ONE)));
    assertEquals("6003000000000", server.requests().get(1).form().get("start"));
  }

  @Test
  void more_lines_of_one_stream_at_one_nanosecond_than_a_page_holds_are_a_named_gap() {
    String full = streams(line(6_001, "a"), line(6_001, "b"));
    server
        .then(200, full)
        .then(200, full)
        .then(200, "{\"status\":\"success\",\"data\":[{\"app\":\"web\"}]}");
    // As the reason is one of execution, smaller pages are tried, to no avail.
    for (int i = 0; i < 12; i++) {
      server.then(200, full);
    }
    LogResult result = client(2).slice(LOGQL, MINUTE, ONE);
    assertEquals(ONE, result.gaps().get(0).steps());
    assertTrue(result.gaps().get(0).detail().contains("one nanosecond"), result.toString());
    assertEquals(List.of(), result.lines());
  }

  @Test
  void a_page_too_large_for_loki_is_asked_for_with_fewer_lines() {
    server
        .then(500, "rpc error: code = ResourceExhausted desc = grpc: message larger than max")
        .then(200, streams(line(6_001, "a")));
    assertEquals(List.of("a"), texts(client(80).slice(LOGQL, MINUTE, ONE)));
    assertEquals("10", server.requests().get(1).form().get("limit"));
  }

  @Test
  void too_many_requests_are_answered_with_patience() {
    server
        .then(429, Map.of("Retry-After", "0", "Content-Type", "text/plain"), "slow down")
        .then(200, streams(line(6_001, "a")));
    assertEquals(1, client(10).slice(LOGQL, MINUTE, ONE).lines().size());
  }

  @Test
  void a_time_out_of_loki_halves_the_range_and_leaves_what_fails_as_a_gap() {
    server.then(504, "request timed out").then(200, streams(line(6_001, "a"))).then(504, "again");
    LogResult result = client(10).slice(LOGQL, MINUTE, new StepRange(100, 102));
    assertEquals(List.of("a"), texts(result));
    assertEquals(
        List.of(new RangeGap(new StepRange(101, 102), RangeGap.Reason.TIMEOUT, "again")),
        result.gaps());
  }

  @Test
  void a_torn_answer_is_asked_for_again_and_leaves_nothing_behind() {
    String whole = streams(line(6_001, "a"));
    server.then(200, whole.substring(0, whole.length() - 9)).then(200, whole);
    assertEquals(List.of("a"), texts(client(10).slice(LOGQL, MINUTE, ONE)));
  }

  @Test
  void an_answer_that_stays_malformed_is_named_with_cause_and_remedy() {
    server.then(200, "{\"status\":").then(200, "{\"status\":").then(200, "{\"status\":");
    UserException refused =
        assertThrows(UserException.class, () -> client(10).slice(LOGQL, MINUTE, ONE));
    assertTrue(refused.problem().startsWith("Loki at http"), refused.getMessage());
    assertTrue(refused.reason().contains("tried 3 times"), refused.getMessage());
  }

  @Test
  void bytes_that_are_no_utf8_are_replaced_and_the_line_is_kept() {
    byte[] body = streams(line(6_001, "a?b")).getBytes(StandardCharsets.UTF_8);
    body[new String(body, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xff;
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });
    assertEquals(List.of("a\ufffdb"), texts(client(10).slice(LOGQL, MINUTE, ONE)));
  }

  @Test
  void a_line_of_a_mebibyte_arrives_whole() {
    String large = "x".repeat(1 << 20);
    server.then(200, streams(line(6_001, large)));
    assertEquals(List.of(large), texts(client(10).slice(LOGQL, MINUTE, ONE)));
  }

  @Test
  void lines_and_labels_are_masked_before_they_leave() {
    server.then(
        200,
        streams(line(6_001, "mail of eve@example.org")).replace("\"web\"", "\"eve@example.org\""));
    LogLine masked = client(10).slice(LOGQL, MINUTE, ONE).lines().get(0);
    assertEquals("mail of <email>", masked.text());
    assertEquals(Map.of("app", "<email>"), masked.labels());
  }

  @Test
  void tenant_headers_and_a_rotated_token_are_sent() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    LokiEndpoint open = LokiEndpoint.of(server.url());
    LokiEndpoint endpoint =
        new LokiEndpoint(
                open.url(), Optional.of(token), Optional.empty(), Map.of("X-A", "b"), MINUTE)
            .withTenant("team-a");
    LokiClient client = client(endpoint, 10);
    server.then(200, streams()).then(200, streams());
    client.slice(LOGQL, MINUTE, ONE);
    Files.writeString(token, "second");
    client.slice(LOGQL, MINUTE, ONE);
    TestingPrometheus.Request last = server.requests().get(1);
    assertEquals("team-a", last.header("X-scope-orgid"));
    assertEquals("b", last.header("X-a"));
    assertEquals("Bearer second", last.header("Authorization"));
  }

  @Test
  void a_missing_tenant_is_told_with_lokis_words() {
    server.then(401, Map.of("Content-Type", "text/plain"), "no org id\n");
    UserException refused =
        assertThrows(UserException.class, () -> client(10).slice(LOGQL, MINUTE, ONE));
    assertTrue(refused.reason().contains("no org id"), refused.getMessage());
    assertTrue(refused.remedy().contains("X-Scope-OrgID"), refused.getMessage());
  }

  @Test
  void a_range_is_cut_by_the_number_of_its_lines_and_by_lokis_longest_range() {
    server.then(200, count(4_000)).then(200, count(0));
    LokiLimits limits = new LokiLimits(100, Duration.ofMinutes(101), 1_000);
    LokiClient client =
        new LokiClient(LokiEndpoint.of(server.url()), retries(), limits, Masking.standard());
    List<StepRange> slices = client.slices(LOGQL, MINUTE, new StepRange(0, 150));
    assertEquals(new StepRange(0, 12), slices.get(0));
    assertEquals(new StepRange(100, 150), slices.get(slices.size() - 1));
    assertEquals(
        "sum(count_over_time({app=\"web\"} [6000s]))",
        server.requests().get(0).form().get("query"));
  }

  @Test
  void a_query_that_is_refused_even_for_one_step_is_asked_for_and_named_once() {
    StepRange steps = new StepRange(0, 1_440);
    server.then(400, "parse error").then(400, "parse error");
    assertEquals(List.of(steps), client(10).slices(LOGQL, MINUTE, steps));
    assertEquals(
        "sum(count_over_time({app=\"web\"} [60s]))", server.requests().get(1).form().get("query"));
    // Refused for its length only: what is short enough can be read.
    server.then(400, "too many bytes").then(200, count(7));
    assertEquals(1_440, client(10).slices(LOGQL, MINUTE, steps).size());
  }

  @Test
  void a_query_of_one_failing_slice_keeps_the_lines_of_the_others() {
    server
        .then(200, streams(line(6_001, "a")))
        .then(504, "t")
        .then(504, "t")
        .then(200, streams(line(6_002, "b")));
    LogResult first = client(10).slice(LOGQL, MINUTE, ONE);
    LogResult all = first.and(client(10).slice(LOGQL, MINUTE, new StepRange(101, 103)));
    assertEquals(List.of("a", "b"), texts(all));
    assertEquals(1, all.gaps().size());
  }

  @Test
  void a_loki_that_starts_is_not_ready_which_is_no_error() {
    server.then(200, Map.of(), "ready\n").then(404, Map.of(), "404 page not found");
    assertEquals(Optional.empty(), client(10).notReady());
    assertTrue(client(10).notReady().orElseThrow().contains("404"));
    server.then(503, Map.of(), "Ingester not ready: waiting for 15s after being ready");
    assertTrue(client(10).notReady().orElseThrow().contains("waiting for 15s"));
  }

  @Test
  void a_selector_ends_at_its_brace_and_not_within_a_text() throws QueryFailure {
    assertEquals(10, LokiPages.selectorEnd("{a=\"}\\\"}\"} | json"));
    assertEquals(7, LokiPages.selectorEnd("{a=`}`} |= \"}\""));
    assertThrows(QueryFailure.class, () -> LokiPages.selectorEnd("{a=\"}\""));
  }

  @Test
  void what_is_no_address_is_refused_with_an_example() {
    UserException refused =
        assertThrows(UserException.class, () -> LokiEndpoint.parse("loki:3100"));
    assertTrue(refused.problem().contains("Loki API"), refused.getMessage());
    assertTrue(refused.remedy().contains("http://loki.monitoring:3100"), refused.getMessage());
    assertThrows(UserException.class, () -> LokiEndpoint.parse("http://me:secret@loki"));
  }

  private LokiClient client(int page) {
    return client(LokiEndpoint.of(server.url()), page);
  }

  private static LokiClient client(LokiEndpoint endpoint, int page) {
    LokiLimits limits = new LokiLimits(page, Duration.ofHours(721), 10_000);
    return new LokiClient(endpoint, retries(), limits, Masking.standard());
  }

  private static RetryPolicy retries() {
    return new RetryPolicy(3, Duration.ZERO, Duration.ZERO, new SplittableRandom(7));
  }

  private static List<String> texts(LogResult result) {
    return result.lines().stream().map(LogLine::text).toList();
  }

  private static String line(long seconds, String text) {
    return "[\"" + seconds * 1_000_000_000L + "\",\"" + text + "\"]";
  }

  private static String streams(String... lines) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":"
        + "{\"app\":\"web\"},\"values\":["
        + String.join(",", lines)
        + "]}],\"stats\":{}}}";
  }

  private static String count(long lines) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"
        + "\"value\":[1795476757.314,\""
        + lines
        + "\"]}]}}";
  }
}

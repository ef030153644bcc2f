package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusClientTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final StepRange TWO = new StepRange(100, 102);
  private static final String EMPTY =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";
  private static final String EXECUTION =
      "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many samples\"}";
  private static final String TWO_STEPS =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
          + "{\"workload\":\"web\"},\"values\":[[6060,\"1.5\"],[6120,\"NaN\"]]}]}}";

  private final TestingPrometheus server = new TestingPrometheus();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_range_is_asked_as_a_form_from_the_first_to_the_last_step() {
    server.then(200, EMPTY);
    client().range("sum by (a) (b)", MINUTE, TWO);
    TestingPrometheus.Request request = server.requests().get(0);
    assertEquals("/api/v1/query_range", request.path());
    assertEquals("sum by (a) (b)", request.form().get("query"));
    assertEquals("6060", request.form().get("start"));
    assertEquals("6120", request.form().get("end"));
    assertEquals("60", request.form().get("step"));
    assertEquals("58s", request.form().get("timeout"));
  }

  @Test
  void values_stand_at_their_steps_and_what_is_no_number_is_counted_and_left_out() {
    server.then(200, TWO_STEPS);
    RangeSeries series = client().range("q", MINUTE, TWO).series().get(0);
    assertEquals(Map.of("workload", "web"), series.labels());
    assertArrayEquals(new long[] {101}, series.steps());
    assertArrayEquals(new double[] {1.5}, series.values());
    assertEquals(1, series.dropped());
  }

  @Test
  void an_overloaded_server_is_asked_again() {
    server.then(503, "overloaded").then(429, "slow down").then(200, TWO_STEPS);
    assertEquals(1, client().range("q", MINUTE, TWO).series().size());
    assertEquals(3, server.requests().size());
  }

  @Test
  void a_torn_answer_is_asked_again_and_leaves_nothing_behind() {
    String torn = TWO_STEPS.substring(0, TWO_STEPS.length() - 8);
    server.then(200, torn).then(200, TWO_STEPS);
    RangeResult result = client().range("q", MINUTE, TWO);
    assertEquals(1, result.series().size());
  }

  @Test
  void a_connection_that_is_cut_is_made_again() {
    server.then(exchange -> exchange.close()).then(200, TWO_STEPS);
    assertEquals(1, client().range("q", MINUTE, TWO).series().size());
  }

  @Test
  void a_body_that_stalls_is_given_up_after_the_timeout() {
    TestingPrometheus.Answer stalled =
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write("{\"status\":".getBytes());
          exchange.getResponseBody().flush();
          sleep(Duration.ofSeconds(3));
        };
    server.then(stalled);
    PrometheusEndpoint open = PrometheusEndpoint.of(server.url());
    PrometheusEndpoint hasty =
        new PrometheusEndpoint(
            open.url(), Optional.empty(), Optional.empty(), Map.of(), Duration.ofSeconds(1));
    PrometheusClient client = new PrometheusClient(hasty, retries(1));
    assertThrows(UserException.class, () -> client.range("q", MINUTE, TWO));
  }

  @Test
  void a_server_that_stays_down_is_named_with_cause_and_remedy() {
    server.then(500, "no").then(500, "no").then(500, "no");
    UserException down = assertThrows(UserException.class, () -> client().range("q", MINUTE, TWO));
    assertTrue(down.problem().contains(server.url().toString()), down.problem());
    assertTrue(down.reason().contains("status 500"), down.reason());
    assertTrue(down.reason().contains("tried 3 times"), down.reason());
  }

  @Test
  void an_unreachable_server_is_a_users_error() {
    URI nobody = server.url();
    server.close();
    PrometheusClient client = new PrometheusClient(PrometheusEndpoint.of(nobody), retries(2));
    UserException down = assertThrows(UserException.class, () -> client.range("q", MINUTE, TWO));
    assertTrue(down.reason().contains("nothing accepts connections"), down.reason());
  }

  @Test
  void another_servers_page_is_not_asked_again() {
    server.then(200, Map.of("Content-Type", "text/html"), "<html>Welcome</html>");
    UserException wrong = assertThrows(UserException.class, () -> client().range("q", MINUTE, TWO));
    assertTrue(wrong.reason().contains("<html>Welcome</html>"), wrong.reason());
    assertEquals(1, server.requests().size());
  }

  @Test
  void an_empty_answer_is_not_taken_for_no_data() {
    server.then(200, "");
    UserException wrong = assertThrows(UserException.class, () -> client().range("q", MINUTE, TWO));
    assertTrue(wrong.reason().contains("an empty answer"), wrong.reason());
  }

  @Test
  void a_refused_login_says_what_to_give() {
    server.then(401, Map.of("Content-Type", "text/plain"), "Unauthorized");
    UserException refused =
        assertThrows(UserException.class, () -> client().range("q", MINUTE, TWO));
    assertTrue(refused.remedy().contains("bearer token file"), refused.remedy());
  }

  @Test
  void a_partial_answer_is_a_gap_even_if_it_has_values() {
    String partial = TWO_STEPS.replace("\"data\"", "\"warnings\":[\"store down\"],\"data\"");
    server.then(200, partial).then(200, partial).then(200, partial);
    RangeResult result = client().range("q", MINUTE, TWO);
    assertEquals(List.of(), result.series());
    assertEquals(List.of(new RangeGap(TWO, RangeGap.Reason.PARTIAL, "store down")), result.gaps());
  }

  @Test
  void hints_on_style_do_not_make_an_answer_partial() {
    server.then(200, TWO_STEPS.replace("\"data\"", "\"infos\":[\"not a counter\"],\"data\""));
    assertEquals(1, client().range("q", MINUTE, TWO).series().size());
  }

  @Test
  void a_slice_that_cannot_be_computed_is_halved_so_that_only_the_bad_half_is_a_gap() {
    server.then(422, EXECUTION).then(200, TWO_STEPS).then(422, EXECUTION);
    RangeResult result = client().range("q", MINUTE, TWO);
    assertEquals(1, result.series().size());
    assertEquals(new StepRange(101, 102), result.gaps().get(0).steps());
    assertEquals("6120", server.requests().get(2).form().get("start"));
  }

  @Test
  void gaps_that_touch_become_one() {
    for (int i = 0; i < 15; i++) {
      server.then(422, EXECUTION);
    }
    StepRange eight = new StepRange(0, 8);
    RangeResult result = client().range("q", MINUTE, eight);
    assertEquals(List.of(eight), result.gaps().stream().map(RangeGap::steps).toList());
  }

  @Test
  void a_query_that_is_not_understood_is_asked_once() {
    server.then(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:2: eh?\"}");
    RangeGap gap = client().range("q(", MINUTE, TWO).gaps().get(0);
    assertEquals(new RangeGap(TWO, RangeGap.Reason.BAD_QUERY, "1:2: eh?"), gap);
    assertEquals(1, server.requests().size());
  }

  @Test
  void long_ranges_are_sliced_by_an_estimate_of_the_series() {
    server.then(200, count(10)).then(200, count(2_000));
    List<StepRange> slices = client().slices("q", MINUTE, new StepRange(0, 6_000));
    assertEquals(
        List.of(new StepRange(0, 2_500), new StepRange(2_500, 5_000), new StepRange(5_000, 6_000)),
        slices);
    assertEquals("count(q\n)", server.requests().get(0).form().get("query"));
  }

  @Test
  void a_bearer_token_is_read_anew_for_every_call() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    PrometheusEndpoint guarded =
        new PrometheusEndpoint(
            server.url(),
            Optional.of(token),
            Optional.empty(),
            Map.of("X-Scope-OrgID", "shop"),
            MINUTE);
    PrometheusClient client = new PrometheusClient(guarded, retries(1));
    server.then(200, EMPTY).then(200, EMPTY);
    client.range("q", MINUTE, TWO);
    Files.writeString(token, "second");
    client.range("q", MINUTE, TWO);
    assertEquals("Bearer first", server.requests().get(0).header("Authorization"));
    assertEquals("Bearer second", server.requests().get(1).header("Authorization"));
    assertEquals("shop", server.requests().get(0).header("X-scope-orgid"));
  }

  @Test
  void a_user_logs_in_with_the_password_in_a_file() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "sesame\n");
    PrometheusEndpoint guarded =
        new PrometheusEndpoint(
            URI.create(server.url() + "/prefix/"),
            Optional.empty(),
            Optional.of(new PrometheusEndpoint.BasicLogin("ali", password)),
            Map.of(),
            MINUTE);
    server.then(200, EMPTY);
    new PrometheusClient(guarded, retries(1)).range("q", MINUTE, TWO);
    assertEquals("Basic YWxpOnNlc2FtZQ==", server.requests().get(0).header("Authorization"));
    assertEquals("/prefix/api/v1/query_range", server.requests().get(0).path());
  }

  @Test
  void an_instant_query_that_fails_is_named() {
    server.then(422, EXECUTION);
    UserException failed =
        assertThrows(UserException.class, () -> client().instant("up", Instant.EPOCH));
    assertTrue(failed.problem().endsWith("cannot answer up"), failed.problem());
    assertTrue(failed.reason().contains("too many samples"), failed.reason());
  }

  private static String count(int series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"
        + "\"value\":[60,\""
        + series
        + "\"]}]}}";
  }

  private PrometheusClient client() {
    return new PrometheusClient(PrometheusEndpoint.of(server.url()), retries(3));
  }

  private static RetryPolicy retries(int attempts) {
    return new RetryPolicy(attempts, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.TestingServer.Said;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingClientTest {
  private static final Forecast SOUND = Samples.forecast(Samples.WEB, Samples.T0, 100);
  private static final List<WorkloadId> BOTH = List.of(Samples.WEB, Samples.API);

  @Test
  void reads_a_forecast_to_the_last_bit_with_its_held_out_errors() {
    var answers = ask(Said.json(both(Samples.servingJson(SOUND), "")));
    assertEquals(SOUND, answers.get(Samples.WEB).forecast().orElseThrow());
    assertEquals(Samples.GOOD, answers.get(Samples.WEB).heldOut());
  }

  @Test
  void asks_for_all_workloads_in_one_call() {
    try (TestingServer server =
        TestingServer.saying(
            body -> {
              assertEquals("{\"workloads\":[\"shop/web\",\"shop/api\"]}", body);
              return Said.json(both(Samples.servingJson(SOUND), ""));
            })) {
      assertTrue(client(server.url()).forecasts(BOTH).get(Samples.WEB).forecast().isPresent());
    }
  }

  @Test
  void what_serving_cannot_forecast_says_why() {
    String error = "{\"workload\":\"shop/api\",\"title\":\"no history\",\"detail\":\"only 3 h\"}";
    var answers = ask(Said.json(both(Samples.servingJson(SOUND), error)));
    assertEquals(new Why("ServingError", "only 3 h"), problem(answers, Samples.API));
  }

  @Test
  void a_workload_that_the_answer_forgets_has_no_forecast() {
    assertEquals("ServingError", problem(ask(Said.json("{}")), Samples.WEB).code());
  }

  @Test
  void a_forecast_of_another_workload_is_nobodys() {
    WorkloadId other = WorkloadId.parse("shop/other");
    var answers =
        ask(Said.json(both(Samples.servingJson(Samples.forecast(other, Samples.T0, 900)), "")));
    assertEquals("ServingError", problem(answers, Samples.WEB).code());
    assertEquals("ServingError", problem(answers, Samples.API).code());
    assertTrue(answers.get(Samples.WEB).forecast().isEmpty());
  }

  @Test
  void one_unsound_forecast_leaves_the_other_alone() {
    String broken =
        Samples.servingJson(Samples.forecast(Samples.API, Samples.T0, 50))
            .replaceFirst("\"yhat_lower\":[0-9.]+", "\"yhat_lower\":null");
    var answers = ask(Said.json(both(Samples.servingJson(SOUND) + "," + broken, "")));
    assertTrue(answers.get(Samples.WEB).forecast().isPresent());
    assertEquals("ForecastInvalid", problem(answers, Samples.API).code());
  }

  @Test
  void a_challenger_is_taken_with_its_peak() {
    String web = Samples.servingJson(SOUND);
    String said = web.replace("champion", "challenger").strip();
    String both = web.strip().replaceFirst("}$", ",\"challenger\":" + said + "}");
    ForecastAnswer answer = ask(Said.json(both(both, ""))).get(Samples.WEB);
    assertEquals(SOUND, answer.forecast().orElseThrow());
    assertEquals("challenger", answer.challenger().orElseThrow().model().alias());
    assertEquals(SOUND.peak(), answer.challenger().orElseThrow().peak());
  }

  @Test
  void a_challenger_that_is_not_sound_costs_no_forecast() {
    String web = Samples.servingJson(SOUND).strip();
    String broken = web.replaceFirst("}$", ",\"challenger\":{\"points\":[{}]}}");
    ForecastAnswer answer = ask(Said.json(both(broken, ""))).get(Samples.WEB);
    assertEquals(SOUND, answer.forecast().orElseThrow());
    assertTrue(answer.challenger().isEmpty());
  }

  @Test
  void nan_is_no_forecast() {
    String broken = Samples.servingJson(SOUND).replaceFirst("\"yhat\":[0-9.]+", "\"yhat\":NaN");
    assertEquals("ForecastInvalid", problem(ask(Said.json(both(broken, ""))), Samples.WEB).code());
    String quoted =
        Samples.servingJson(SOUND).replaceFirst("\"level\":[0-9.]+", "\"level\":\"NaN\"");
    assertEquals("ForecastInvalid", problem(ask(Said.json(both(quoted, ""))), Samples.WEB).code());
  }

  @Test
  void quantiles_that_fall_are_no_forecast() {
    String broken =
        Samples.servingJson(SOUND).replaceFirst("\"quantiles\":\\[", "\"quantiles\":[9999,");
    assertEquals("ForecastInvalid", problem(ask(Said.json(both(broken, ""))), Samples.WEB).code());
  }

  @Test
  void a_503_is_told_in_servings_words() {
    Said warming =
        new Said(
            503, "application/problem+json", "{\"title\":\"not ready\",\"detail\":\"warming\"}");
    assertEquals(
        new Why("ServingError", "serving answers with status 503: warming"),
        problem(ask(warming), Samples.WEB));
  }

  @Test
  void html_is_no_forecast_whatever_its_status() {
    String page = "<html><body>gateway</body></html>";
    assertEquals(
        "ForecastInvalid", problem(ask(new Said(200, "text/html", page)), Samples.WEB).code());
    assertEquals(
        new Why("ServingError", "serving answers with status 502"),
        problem(ask(new Said(502, "text/html", page)), Samples.WEB));
  }

  @Test
  void silence_ends_at_the_time_out() {
    try (TestingServer server =
        TestingServer.saying(
            body -> {
              sleep();
              return Said.json("{}");
            })) {
      var client = new ServingClient(server.url(), Duration.ofMillis(100));
      assertEquals("ServingTimeout", problem(client.forecasts(BOTH), Samples.WEB).code());
    }
  }

  @Test
  void nobody_there_is_no_forecast() {
    URI closed;
    try (TestingServer server = TestingServer.saying(Said.json("{}"))) {
      closed = server.url();
    }
    assertEquals("ServingDown", problem(client(closed).forecasts(BOTH), Samples.WEB).code());
  }

  private static void sleep() {
    try {
      Thread.sleep(5_000);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<WorkloadId, ForecastAnswer> ask(Said said) {
    try (TestingServer server = TestingServer.saying(said)) {
      return client(server.url()).forecasts(BOTH);
    }
  }

  private static ServingClient client(URI url) {
    return new ServingClient(url, Duration.ofSeconds(5));
  }

  private static String both(String forecasts, String errors) {
    return "{\"forecasts\":[" + forecasts + "],\"errors\":[" + errors + "]}";
  }

  private static Why problem(Map<WorkloadId, ForecastAnswer> answers, WorkloadId workload) {
    return answers.get(workload).problem().orElseThrow();
  }
}

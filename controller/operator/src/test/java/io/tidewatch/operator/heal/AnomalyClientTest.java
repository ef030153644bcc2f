package io.tidewatch.operator.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Severity;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.TestingServer;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.policy.heal.Strangeness;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiCall;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnomalyClientTest {
  private static final WorkloadId WEB = WorkloadId.parse("shop/web");
  private static final String ANSWER =
      """
      {"workload": "%s", "is_anomaly": true, "anomaly_score": 0.71, "severity": "critical",
       "threshold": 0.6, "feature_time": "2026-11-24T12:00:00Z", "staleness_seconds": %d,
       "pods": [
         {"pod": "web-a", "is_anomaly": true, "anomaly_score": %s, "severity": "critical",
          "metrics": {"gc_time_now": 0.4},
          "attribution": [{"feature": "gc_time_now", "direction": "high", "doublings": 0.3, "deviations": 9.1},
                          {"feature": "cpu_usage_change_5", "direction": "low", "doublings": 0.1, "deviations": -2}]},
         {"pod": "web-b", "is_anomaly": false, "anomaly_score": 0.44, "severity": "info",
          "metrics": {}, "attribution": []}]}
      """;

  private static AnomalySource.Said ask(Said answer) {
    try (TestingServer server = TestingServer.saying(answer)) {
      return client(server.url()).about(WEB);
    }
  }

  private static AnomalyClient client(URI serving) {
    ApiCall call = new ApiCall("serving", serving, ApiAccess.open());
    return new AnomalyClient(call, Duration.ofSeconds(5), Duration.ofMinutes(3));
  }

  private static String answer(String workload, int age, String score) {
    return ANSWER.formatted(workload, age, score);
  }

  private static String trouble(Said answer) {
    AnomalySource.Said said = ask(answer);
    assertEquals(Map.of(), said.pods());
    return said.trouble().orElseThrow();
  }

  @Test
  void every_pod_comes_with_its_score_and_what_raised_it() {
    List<String> asked = new ArrayList<>();
    try (TestingServer server =
        TestingServer.saying(
            body -> {
              asked.add(body);
              return Said.json(answer("shop/web", 70, "0.71"));
            })) {
      AnomalySource.Said said = client(server.url()).about(WEB);
      Strangeness expected =
          new Strangeness(
              0.71,
              true,
              Severity.CRITICAL,
              List.of(
                  new Strangeness.Attributed("gc_time_now", true, 0.3),
                  new Strangeness.Attributed("cpu_usage_change_5", false, 0.1)));
      assertEquals(expected, said.pods().get("web-a"));
      assertEquals(2, said.pods().size());
      assertEquals(Optional.empty(), said.trouble());
      assertEquals(List.of("{\"workload\":\"shop/web\"}"), asked);
    }
  }

  @Test
  void what_makes_no_sense_is_unknown_and_says_why() {
    assertTrue(trouble(new Said(500, "text/html", "<html>")).contains("not JSON"));
    assertTrue(trouble(Said.json("")).contains("another workload"));
    assertTrue(trouble(Said.json(answer("shop/api", 70, "0.7"))).contains("another workload"));
    assertTrue(trouble(Said.json(answer("shop/web", 181, "0.7"))).contains("181 seconds old"));
    assertTrue(trouble(Said.json(answer("shop/web", 70, "7"))).contains("a score lies in 0..1"));
    assertTrue(trouble(Said.json(answer("shop/web", 70, "\"0.7\""))).contains("without a score"));
    Said problem =
        new Said(
            503, "application/problem+json", "{\"title\":\"NoModel\",\"detail\":\"train one\"}");
    assertEquals("serving answers with status 503: train one", trouble(problem));
  }

  @Test
  void a_server_that_is_down_is_unknown() {
    AnomalySource.Said said = client(URI.create("http://127.0.0.1:1")).about(WEB);
    assertTrue(said.trouble().orElseThrow().contains("cannot be asked"));
  }
}

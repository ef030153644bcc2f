package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.NOON;
import static io.tidewatch.operator.incident.TestingIncidents.leak;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.operator.incident.Incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertsTest {
  private static final Instant LATER = NOON.plusSeconds(600);
  private static final Links LINKS = new Links(Optional.of("https://tidewatch.example.com/"));
  private static final Map<String, String> SHARED = Map.of("cluster", "eu-1");

  private final Alerts alerts = new Alerts(LINKS, SHARED, Duration.ofMinutes(10));

  @Test
  void an_open_incident_fires_ahead_with_all_that_people_need() {
    JsonNode alert = alerts.of(List.of(opened(leak("web-1", Severity.CRITICAL))), LATER).path(0);
    assertEquals(
        "{\"cluster\":\"eu-1\",\"team\":\"shop\",\"alertname\":\"MemoryLeak\","
            + "\"namespace\":\"shop\",\"kind\":\"Deployment\",\"workload\":\"web\","
            + "\"pod\":\"web-1\",\"severity\":\"critical\","
            + "\"fingerprint\":\"7cf8bebc8d5c89cf\"}",
        alert.path("labels").toString());
    assertEquals("2026-11-24T12:00:00Z", alert.path("startsAt").asText());
    assertEquals("2026-11-24T12:20:00Z", alert.path("endsAt").asText());
    assertEquals(
        "https://tidewatch.example.com/decisions?workload=shop%2Fweb",
        alert.path("generatorURL").asText());
    assertEquals(
        "memory ratio high, garbage collection time high",
        alert.at("/annotations/attribution").asText());
    String description = alert.at("/annotations/description").asText();
    assertTrue(description.contains("Seen: 412 MiB of 512 MiB"), description);
    assertTrue(description.contains("To do: Look for what grows"), description);
  }

  @Test
  void a_resolved_one_has_ended_and_says_why() {
    Episode over = opened(leak("web-1", Severity.WARNING)).over(NOON.plusSeconds(90), "replaced");
    JsonNode alert = alerts.of(List.of(over.resolved()), LATER).path(0);
    assertEquals("2026-11-24T12:01:30Z", alert.path("endsAt").asText());
    assertEquals("replaced", alert.at("/annotations/resolution").asText());
  }

  @Test
  void what_rose_ends_as_the_alert_that_it_was() {
    Episode risen =
        opened(leak("web-1", Severity.WARNING)).again(leak("web-1", Severity.CRITICAL), LATER);
    JsonNode both = alerts.of(List.of(risen), LATER);
    assertEquals("critical", both.at("/0/labels/severity").asText());
    assertEquals("2026-11-24T12:20:00Z", both.at("/0/endsAt").asText());
    assertEquals("warning", both.at("/1/labels/severity").asText());
    assertEquals("2026-11-24T12:10:00Z", both.at("/1/endsAt").asText());
  }

  @Test
  void labels_of_kubernetes_become_labels_of_prometheus_and_ours_win() {
    Routing routing =
        new Routing(
            Severity.INFO,
            List.of(),
            Map.of("app.kubernetes.io/name", "web", "severity", "none", "1st", "x", "empty", ""));
    Episode episode = Episode.opened(leak("", Severity.WARNING), routing, NOON, Optional.of(NOON));
    JsonNode labels = alerts.of(List.of(episode), NOON).path(0).path("labels");
    assertEquals("web", labels.path("app_kubernetes_io_name").asText());
    assertEquals("x", labels.path("_1st").asText());
    assertEquals("warning", labels.path("severity").asText());
    assertTrue(labels.path("empty").isMissingNode() && labels.path("pod").isMissingNode());
  }

  @Test
  void a_start_in_the_future_is_now() {
    Instant before = NOON.minusSeconds(100);
    JsonNode alert = alerts.of(List.of(opened(leak("web-1", Severity.WARNING))), before).path(0);
    assertEquals("2026-11-24T11:58:20Z", alert.path("startsAt").asText());
  }

  static Episode opened(Incident incident) {
    Routing routing = new Routing(Severity.INFO, List.of(), Map.of("team", "shop"));
    return Episode.opened(incident, routing, NOON, Optional.of(NOON));
  }
}

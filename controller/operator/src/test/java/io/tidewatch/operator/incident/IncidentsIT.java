package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.WEB;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.spec.IncidentRules;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.operator.incident.IncidentConfig.Alertmanager;
import io.tidewatch.processes.AlertmanagerServer;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.ApiAccess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Alertmanager, which tells a server of the test what it would tell people. */
class IncidentsIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String CONFIGURATION =
      """
      route:
        receiver: people
        group_by: [alertname, namespace, workload]
        group_wait: 1s
        group_interval: 1s
        repeat_interval: 1h
      receivers:
        - name: people
          webhook_configs: [{url: "%s", send_resolved: true}]
      """;

  @TempDir Path directory;
  private final ScriptedReceiver people = new ScriptedReceiver();
  private AlertmanagerServer alertmanager;
  private Supervisor supervisor;
  private ManagedProcess running;
  private IncidentDesk desk;

  @BeforeEach
  void start() {
    alertmanager =
        new AlertmanagerServer(
            directory.resolve("alertmanager"),
            FreePorts.next(),
            CONFIGURATION.formatted(people.url()));
    supervisor = Supervisor.open(directory.resolve("processes"));
    running = alertmanager.start(supervisor);
    desk = open();
  }

  @AfterEach
  void stop() {
    desk.close();
    supervisor.close();
    people.close();
  }

  @Test
  void an_incident_reaches_people_grouped_and_once_survives_restarts_and_ends() {
    report("web-1", Severity.WARNING);
    report("web-2", Severity.WARNING);
    report("web-2", Severity.WARNING);
    await().atMost(LONG).until(() -> alerts().size() == 2);
    JsonNode alert = alerts().get(0);
    assertEquals("MemoryLeak", alert.at("/labels/alertname").asText());
    assertEquals("shop", alert.at("/labels/team").asText());
    assertEquals("active", alert.at("/status/state").asText());
    assertEquals(
        "http://127.0.0.1:8080/decisions?workload=shop%2Fweb", alert.path("generatorURL").asText());
    assertEquals(1, get("/api/v2/alerts/groups").size());
    await().atMost(LONG).until(() -> newest().json().path("alerts").size() == 2);

    // A louder one is another alert to Alertmanager; the quieter one must be gone.
    report("web-2", Severity.CRITICAL);
    await().atMost(LONG).until(() -> severities().equals(List.of("critical", "warning")));

    // The controller dies; then Alertmanager, which keeps alerts in memory only.
    desk.close();
    desk = open();
    running.close();
    running = alertmanager.start(supervisor);
    await().atMost(LONG).until(() -> alerts().size() == 2);

    desk.over(TestingIncidents.keyOf("web-1"), Instant.now(), "the pod was replaced");
    desk.over(TestingIncidents.keyOf("web-2"), Instant.now(), "the pod was replaced");
    await().atMost(LONG).until(() -> alerts().size() == 0);
    await().atMost(LONG).until(this::peopleKnowTheEnd);
    assertTrue(desk.view().path("open").isEmpty(), desk.view().toString());
  }

  private boolean peopleKnowTheEnd() {
    return newest().json().path("status").asText().equals("resolved")
        && newest().body().contains("the pod was replaced");
  }

  private ScriptedReceiver.Post newest() {
    await().atMost(LONG).until(() -> !people.posts().isEmpty());
    return people.posts().get(people.posts().size() - 1);
  }

  private List<String> severities() {
    return alerts().findValuesAsText("severity").stream().sorted().toList();
  }

  private void report(String pod, Severity severity) {
    desk.report(TestingIncidents.leak(pod, severity));
  }

  /** As the controller opens it, but for a shorter breath. */
  private IncidentDesk open() {
    Links links = new Links(Optional.of("http://127.0.0.1:8080"));
    Alertmanager target =
        new Alertmanager("alertmanager", Severity.INFO, alertmanager.url(), ApiAccess.open());
    BookRules rules =
        new BookRules(Duration.ZERO, Duration.ofHours(1), 20, LONG, LONG, Duration.ofHours(1), 100);
    IncidentDesk opened =
        new IncidentDesk(
            IncidentJournal.open(directory.resolve("state")),
            List.of(target.receiver(links, Map.of("cluster", "lab"), SECOND)),
            rules,
            SECOND,
            new IncidentView(new WebhookDocument(links, Map.of())),
            IncidentsIT::ofTheShop,
            Clock.systemUTC(),
            new SplittableRandom(1));
    opened.start();
    return opened;
  }

  private static Optional<IncidentRules> ofTheShop(WorkloadId workload) {
    assertEquals(WEB, workload);
    return Optional.of(new IncidentRules(null, null, Map.of("team", "shop")));
  }

  private JsonNode alerts() {
    return get("/api/v2/alerts");
  }

  private JsonNode get(String path) {
    URI url = alertmanager.url().resolve(path);
    try {
      String body =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
              .body();
      return IncidentJson.read(body, JsonNode.class);
    } catch (Exception failed) {
      throw new AssertionError("Alertmanager does not answer " + path, failed);
    }
  }
}

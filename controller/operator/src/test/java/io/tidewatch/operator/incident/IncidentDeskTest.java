package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.conflict;
import static io.tidewatch.operator.incident.TestingIncidents.keyOf;
import static io.tidewatch.operator.incident.TestingIncidents.leak;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tidewatch.operator.crd.spec.IncidentRules;
import io.tidewatch.operator.incident.Incident.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk as a whole, with receivers that remember. */
class IncidentDeskTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;
  private final TestingReceiver people = TestingReceiver.webhook("people");

  @Test
  void what_is_reported_every_step_is_told_once_and_its_end_once() {
    TestingDesk desk = new TestingDesk(directory, people);
    desk.pass(Duration.ofMinutes(30), leak("web-1", Severity.WARNING));
    assertEquals(1, people.tries().size());
    desk.over(keyOf("web-1"));
    desk.pass(Duration.ofMinutes(10));
    assertEquals(2, people.tries().size());
    Episode end = people.newest().values().iterator().next();
    assertEquals("the pod was replaced", end.ending().orElseThrow().why());
  }

  @Test
  void pods_are_incidents_of_their_own_and_a_burst_is_one_message() {
    TestingDesk desk = new TestingDesk(directory, people);
    desk.report(leak("web-1", Severity.WARNING));
    desk.report(leak("web-2", Severity.WARNING));
    desk.report(leak("web-2", Severity.WARNING));
    desk.turn();
    assertEquals(1, people.tries().size());
    assertEquals(2, people.open().size());
  }

  @Test
  void a_rising_severity_and_a_deed_are_news_and_new_figures_are_not() {
    TestingDesk desk = new TestingDesk(directory, people);
    desk.pass(Duration.ofMinutes(2), leak("web-1", Severity.WARNING));
    desk.pass(Duration.ofMinutes(2), leak("web-1", Severity.CRITICAL));
    assertEquals(2, people.tries().size());
    desk.pass(Duration.ofMinutes(2), leak("web-1", Severity.WARNING, List.of("evicted web-1")));
    assertEquals(3, people.tries().size());
    Episode known = people.open().get(0);
    assertEquals(Severity.CRITICAL, known.severity(), "it does not fall while it lasts");
    assertEquals(List.of("evicted web-1"), known.incident().done());
  }

  @Test
  void what_comes_back_within_a_step_was_never_over() {
    TestingDesk desk = new TestingDesk(directory, people);
    for (int i = 0; i < 20; i++) {
      desk.report(leak("web-1", Severity.WARNING));
      desk.pass(Duration.ofSeconds(30));
      desk.over(keyOf("web-1"));
      desk.pass(Duration.ofSeconds(30));
    }
    assertEquals(1, people.tries().size());
  }

  @Test
  void silence_of_five_steps_is_the_end() {
    TestingDesk desk = new TestingDesk(directory, people);
    desk.report(leak("web-1", Severity.WARNING));
    desk.pass(Duration.ofMinutes(5));
    assertEquals(1, people.open().size());
    desk.pass(Duration.ofSeconds(10));
    assertEquals(0, people.open().size());
    assertEquals(
        "not reported again for 300 s",
        people.newest().values().iterator().next().ending().orElseThrow().why());
  }

  @Test
  void after_a_restart_silence_begins_anew_and_nothing_is_told_twice() {
    TestingDesk desk = new TestingDesk(directory, people);
    desk.report(leak("web-1", Severity.WARNING));
    desk.turn();
    desk.clock.pass(HOUR);
    desk.restart();
    desk.pass(Duration.ofMinutes(4));
    assertEquals(1, people.open().size());
    assertEquals(1, people.tries().size());
    desk.pass(Duration.ofMinutes(2));
    assertEquals(0, people.open().size());
  }

  @Test
  void the_floor_the_routes_and_the_labels_are_the_owners() {
    TestingReceiver others = TestingReceiver.webhook("others");
    IncidentRules owner =
        new IncidentRules(
            IncidentRules.Severity.CRITICAL, List.of("people"), Map.of("team", "shop"));
    TestingDesk desk = new TestingDesk(directory, workload -> Optional.of(owner), people, others);
    desk.pass(Duration.ofMinutes(1), leak("web-1", Severity.WARNING));
    assertEquals(0, people.tries().size());
    desk.pass(Duration.ofMinutes(1), leak("web-1", Severity.CRITICAL));
    assertEquals("shop", people.open().get(0).routing().labels().get("team"));
    assertEquals(0, others.tries().size());
  }

  @Test
  void a_route_that_nobody_answers_to_reaches_everybody_rather_than_nobody() {
    IncidentRules owner = new IncidentRules(null, List.of("misspelt"), null);
    TestingDesk desk = new TestingDesk(directory, workload -> Optional.of(owner), people);
    desk.pass(Duration.ofMinutes(1), leak("web-1", Severity.WARNING));
    assertEquals(1, people.open().size());
  }

  @Test
  void a_receiver_for_the_loud_hears_of_it_when_it_gets_loud() {
    TestingReceiver pager = TestingReceiver.loud("pager");
    TestingDesk desk = new TestingDesk(directory, people, pager);
    desk.pass(Duration.ofMinutes(2), leak("web-1", Severity.WARNING));
    assertEquals(0, pager.tries().size());
    desk.pass(Duration.ofMinutes(2), leak("web-1", Severity.CRITICAL));
    assertEquals(1, pager.open().size());
  }

  @Test
  void a_storm_is_told_as_a_few_and_one_summary() {
    TestingDesk desk = new TestingDesk(directory, people);
    Incident[] storm = new Incident[300];
    for (int i = 0; i < storm.length; i++) {
      storm[i] = conflict(i, Severity.WARNING);
    }
    desk.pass(Duration.ofMinutes(10), storm);
    assertEquals(21, people.open().size());
    Incident summary =
        people.open().stream()
            .map(Episode::incident)
            .filter(incident -> incident.key().equals(ManyIncidents.KEY))
            .findFirst()
            .orElseThrow();
    assertEquals("280 more incidents are open", summary.title());
    assertTrue(summary.evidence().get(0).startsWith("ConflictingOwner: 280 (shop/app-"));
    assertTrue(people.tries().size() <= 4, "messages: " + people.tries().size());
    assertEquals(301, desk.desk().view().path("open").size());
  }

  @Test
  void the_loud_are_told_on_their_own_in_a_storm_of_warnings() {
    TestingDesk desk = new TestingDesk(directory, people);
    for (int i = 0; i < 100; i++) {
      desk.report(conflict(i, Severity.WARNING));
    }
    desk.report(leak("web-1", Severity.CRITICAL));
    desk.turn();
    assertTrue(
        people.open().stream().anyMatch(episode -> episode.incident().subject().equals("web-1")));
  }

  @Test
  void what_is_left_of_a_storm_is_told_on_its_own_and_the_summary_ends() {
    TestingDesk desk = new TestingDesk(directory, people);
    Incident[] rest = new Incident[5];
    for (int i = 0; i < 100; i++) {
      desk.report(conflict(i, Severity.WARNING));
    }
    for (int i = 0; i < rest.length; i++) {
      rest[i] = conflict(95 + i, Severity.WARNING);
    }
    desk.pass(Duration.ofMinutes(20), rest);
    assertEquals(5, people.open().size(), () -> people.open().toString());
    assertTrue(
        people.open().stream().noneMatch(each -> each.incident().key().equals(ManyIncidents.KEY)));
  }

  @Test
  void an_hour_of_failure_ends_with_the_state_as_it_is_then() {
    TestingDesk desk = new TestingDesk(directory, people);
    people.fail();
    for (int i = 0; i < 60; i++) {
      desk.pass(Duration.ofMinutes(1), leak("web-" + i % 7, Severity.WARNING));
    }
    assertTrue(people.tries().size() <= 40, "tries: " + people.tries().size());
    people.work();
    desk.pass(Duration.ofMinutes(6), leak("web-1", Severity.WARNING));
    assertTrue(people.taken().size() <= 3, "messages: " + people.taken());
    assertEquals(7, people.taken().get(0).episodes().size());
  }

  @Test
  void the_forgetful_hear_it_every_minute_and_its_end_for_a_while() {
    TestingReceiver alertmanager = TestingReceiver.forgetful("alertmanager");
    TestingDesk desk = new TestingDesk(directory, alertmanager);
    desk.pass(Duration.ofMinutes(10), leak("web-1", Severity.WARNING));
    int tries = alertmanager.tries().size();
    assertTrue(tries >= 10 && tries <= 12, "tries: " + tries);
    desk.over(keyOf("web-1"));
    desk.pass(Duration.ofMinutes(30));
    int more = alertmanager.tries().size() - tries;
    assertTrue(more >= 14 && more <= 17, "more: " + more);
  }

  @Test
  void a_resolution_that_nobody_takes_is_given_up_after_a_day() {
    TestingDesk desk = new TestingDesk(directory, people);
    people.fail();
    desk.report(leak("web-1", Severity.WARNING));
    desk.over(keyOf("web-1"));
    desk.clock.pass(Duration.ofMinutes(2));
    desk.turn();
    desk.clock.pass(Duration.ofHours(23));
    desk.turn();
    assertEquals(1, desk.desk().episodes().size());
    desk.clock.pass(Duration.ofHours(2));
    desk.turn();
    assertEquals(0, desk.desk().episodes().size());
    assertEquals(Map.of("people", 1L), desk.desk().givenUp());
  }

  @Test
  void a_standby_tells_nobody_and_ends_nothing_until_it_leads() {
    AtomicBoolean leads = new AtomicBoolean();
    AtomicInteger looks = new AtomicInteger();
    TestingDesk desk = new TestingDesk(directory, people);
    desk.report(leak("web-1", Severity.WARNING));
    desk.clock.pass(HOUR);
    try (IncidentDesk standby = desk.desk()) {
      standby.start(
          () -> {
            looks.incrementAndGet();
            return leads.get();
          });
      await().until(() -> looks.get() > 1);
      assertEquals(0, people.tries().size());
      leads.set(true);
      await().until(() -> people.open().size() == 1);
    }
  }

  @Test
  void the_view_shows_what_is_open_what_was_and_who_does_not_answer() {
    TestingReceiver broken = TestingReceiver.webhook("broken");
    broken.fail();
    TestingDesk desk = new TestingDesk(directory, people, broken);
    desk.report(leak("web-1", Severity.WARNING));
    desk.report(leak("web-2", Severity.CRITICAL));
    desk.over(keyOf("web-1"));
    desk.pass(Duration.ofMinutes(2), leak("web-2", Severity.CRITICAL));
    JsonNode view = desk.desk().view();
    assertEquals("web-2", view.at("/open/0/pod").asText());
    assertEquals("resolved", view.at("/resolved/0/status").asText());
    assertEquals("{\"people\":true}", view.at("/open/0/told").toString());
    assertEquals(0, view.at("/receivers/0/undelivered").asInt());
    assertEquals(2, view.at("/receivers/1/undelivered").asInt());
    assertEquals("down", view.at("/receivers/1/problem").asText());
  }

  @Test
  void the_numbers_tell_the_same() {
    TestingReceiver broken = TestingReceiver.webhook("broken");
    broken.fail();
    TestingDesk desk = new TestingDesk(directory, people, broken);
    PrometheusRegistry registry = new PrometheusRegistry();
    desk.desk().register(registry);
    desk.report(leak("web-1", Severity.CRITICAL));
    desk.turn();
    assertEquals(1, gauge(registry, "tidewatch_incidents_open", "severity", "critical"));
    assertEquals(0, gauge(registry, "tidewatch_incidents_open", "severity", "info"));
    assertEquals(1, gauge(registry, "tidewatch_incident_undelivered", "receiver", "broken"));
    assertEquals(0, gauge(registry, "tidewatch_incident_undelivered", "receiver", "people"));
    assertEquals(1, deliveries(registry, "people", "delivered"));
    assertEquals(1, deliveries(registry, "broken", "failed"));
  }

  private static double gauge(
      PrometheusRegistry registry, String name, String label, String value) {
    GaugeSnapshot found = (GaugeSnapshot) metric(registry, name);
    return found.getDataPoints().stream()
        .filter(point -> value.equals(point.getLabels().get(label)))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static double deliveries(PrometheusRegistry registry, String receiver, String outcome) {
    CounterSnapshot found = (CounterSnapshot) metric(registry, "tidewatch_incident_deliveries");
    return found.getDataPoints().stream()
        .filter(point -> receiver.equals(point.getLabels().get("receiver")))
        .filter(point -> outcome.equals(point.getLabels().get("outcome")))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static MetricSnapshot metric(PrometheusRegistry registry, String name) {
    return registry.scrape().stream()
        .filter(each -> each.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

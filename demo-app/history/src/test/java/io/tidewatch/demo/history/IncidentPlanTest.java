package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.demo.history.Incident.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IncidentPlanTest {
  private static final long LAST = Histories.END.getEpochSecond() / 60;
  private static final long FIRST = LAST - 14 * 1440 + 1;

  private static double value(ShopTraffic shop, long minute, Family family, String owner) {
    return shop.at(minute).stream()
        .filter(r -> r.series().family() == family && r.series().labels().contains(owner))
        .mapToDouble(Reading::value)
        .findFirst()
        .orElseThrow();
  }

  private static Incident first(ShopTraffic shop, Kind kind, long from) {
    return shop.incidents().between(from, LAST).stream()
        .filter(incident -> incident.kind() == kind && incident.endMinute() < LAST)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_kind_happens_and_none_twice_at_a_time() {
    List<Incident> all = Histories.shop(42).incidents().between(FIRST, LAST);
    for (Kind kind : Kind.values()) {
      List<Incident> own = all.stream().filter(i -> i.kind() == kind).toList();
      assertTrue(own.size() >= 2, kind::id);
      for (int i = 1; i < own.size(); i++) {
        assertTrue(own.get(i - 1).endMinute() < own.get(i).startMinute(), kind::id);
      }
    }
  }

  @Test
  void between_finds_exactly_what_walking_finds() {
    IncidentPlan plan = Histories.shop(3).incidents();
    Set<Incident> walked =
        LongStream.range(FIRST, LAST)
            .boxed()
            .flatMap(m -> Arrays.stream(Kind.values()).map(kind -> plan.around(kind, m)))
            .filter(i -> i.startMinute() >= FIRST && i.startMinute() < LAST)
            .collect(Collectors.toSet());

    assertEquals(walked, Set.copyOf(plan.between(FIRST, LAST)));
    assertEquals(walked.size(), plan.between(FIRST, LAST).size());
  }

  @Test
  void a_leak_fills_the_memory_of_one_pod_until_it_is_killed_and_counted() {
    ShopTraffic shop = Histories.shop(42);
    Incident leak = first(shop, Kind.LEAK_OOM, LAST - 3 * 1440 + 1);
    String pod = shop.podName(leak.workload(), leak.pod());
    double restarts = value(shop, leak.endMinute() - 1, Family.RESTARTS, pod);
    double full = value(shop, leak.endMinute() - 1, Family.MEMORY, pod);
    double cpu = value(shop, leak.endMinute() - 1, Family.CPU, pod);

    assertTrue(value(shop, leak.endMinute(), Family.MEMORY, pod) < 0.75 * full);
    assertEquals(restarts + 1, value(shop, leak.endMinute(), Family.RESTARTS, pod));
    assertTrue(value(shop, leak.endMinute(), Family.CPU, pod) < cpu);
  }

  @Test
  void latency_creeps_up_and_falls_back() {
    ShopTraffic shop = Histories.shop(42);
    Incident creep = first(shop, Kind.LATENCY_CREEP, FIRST);
    String owner = '"' + creep.workload() + '"';
    double before = value(shop, creep.startMinute() - 1, Family.LATENCY, owner);
    double worst = value(shop, creep.endMinute() - 1, Family.LATENCY, owner);

    assertTrue(worst > 1.7 * before);
    assertTrue(value(shop, creep.endMinute(), Family.LATENCY, owner) < 0.7 * worst);
  }

  @Test
  void an_error_burst_fails_a_tenth_of_the_requests_or_more() {
    ShopTraffic shop = Histories.shop(42);
    Incident burst = first(shop, Kind.ERROR_BURST, FIRST);
    String owner = '"' + burst.workload() + '"';
    double demand = value(shop, burst.startMinute(), Family.REQUESTS, owner);

    assertTrue(value(shop, burst.startMinute(), Family.ERRORS, owner) > 0.05 * demand);
  }

  @Test
  void an_outage_takes_ready_pods_and_demand_away() {
    ShopTraffic shop = Histories.shop(42);
    Incident outage = first(shop, Kind.OUTAGE, FIRST);
    String owner = '"' + outage.workload() + '"';
    double before = value(shop, outage.startMinute() - 1, Family.REQUESTS, owner);
    double ready = value(shop, outage.startMinute() - 1, Family.READY, owner);

    assertTrue(value(shop, outage.startMinute(), Family.REQUESTS, owner) < 0.3 * before);
    assertTrue(value(shop, outage.startMinute(), Family.READY, owner) < ready);
  }

  @Test
  void the_truth_names_every_incident_and_the_pods_that_leak() {
    ShopTraffic shop = Histories.shop(42);
    JsonNode incidents = Truth.document(shop, 42).get("incidents");
    int planted = shop.incidents().between(FIRST, LAST + 2 * 1440).size();

    assertEquals(planted, incidents.size());
    for (JsonNode incident : incidents) {
      assertEquals(incident.get("kind").asText().equals("leak-oom"), incident.has("pod"));
    }
  }
}

package io.tidewatch.operator.heal;

import static io.tidewatch.operator.heal.InMemoryCluster.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Severity;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.EvictionReason;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.TestingScalers;
import io.tidewatch.policy.heal.Strangeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealerTest {
  private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");
  private static final int COOL_DOWN = 30;

  @TempDir Path state;
  private InMemoryCluster cluster;
  private HealStage stage;

  /** A workload whose pods have run for two hours. */
  private void start(int pods, String mode, int max) {
    cluster = new InMemoryCluster(pods, T0.minus(Duration.ofHours(2)));
    stage = new HealStage(cluster, state, T0);
    for (int i = 1; i < 20; i++) {
      stage.pods.put("web-" + i, WEB);
    }
    plan(mode, max, "");
  }

  private void plan(String mode, int max, String more) {
    stage.plans =
        TestingScalers.plans(
                TestingScalers.of(
                    "web",
                    """
                    scaleTargetRef: {name: web}
                    minReplicas: 1
                    maxReplicas: %d
                    mode: %s
                    restart: {enabled: true, mostPerDay: 2, coolDownMinutes: %d}
                    %s
                    """
                        .formatted(max, mode, COOL_DOWN, more)))
            .plans();
  }

  private void leak(int pod) {
    stage.leaks.put("web-" + pod, stage.step());
    cluster.now = stage.now;
  }

  private long count(HealNews.Kind kind) {
    return stage.kinds().stream().filter(kind::equals).count();
  }

  @Test
  void a_leaking_pod_is_replaced_before_it_fails_and_its_incident_is_over() {
    start(3, "act", 5);
    stage.steps(5);
    assertEquals(List.of(), stage.news);
    leak(2);
    stage.steps(20);
    assertEquals(List.of("evict web-2"), cluster.writes);
    assertEquals(
        List.of(
            HealNews.Kind.DETECTED,
            HealNews.Kind.BEGUN,
            HealNews.Kind.EVICTED,
            HealNews.Kind.REPLACED),
        stage.kinds());
    assertTrue(stage.incidents.isEmpty(), stage.incidents.toString());
    assertEquals(
        List.of("MemoryLeak web-2: the pod was replaced, another one is ready"), stage.over);
    // 0.4 + 0.015 a step: the limit was 40 steps away when it began.
    assertTrue(stage.news.get(0).text().contains("% of its limit"), stage.news.get(0).text());
  }

  @Test
  void an_incident_says_what_was_seen_what_is_done_and_what_to_do() {
    start(3, "act", 5);
    leak(2);
    cluster.newOnesGetReady = false;
    while (count(HealNews.Kind.EVICTED) == 0) {
      stage.steps(1);
    }
    var leak = stage.incident("MemoryLeak").orElseThrow();
    assertEquals("web-2", leak.subject());
    assertTrue(leak.done().get(0).contains("replacement was begun"), leak.done().toString());
    assertTrue(leak.evidence().get(1).contains("node node"), leak.evidence().toString());
    assertTrue(leak.advice().contains("heap dump"), leak.advice());
  }

  @Test
  void observe_says_once_what_it_would_do_and_touches_nothing() {
    start(3, "observe", 5);
    leak(2);
    stage.steps(25);
    assertEquals(1, count(HealNews.Kind.ADVISED));
    assertEquals(List.of(), cluster.writes);
    assertEquals(List.of(), cluster.events);
    assertTrue(stage.incident("MemoryLeak").isPresent());
    assertTrue(stage.incident("RestartRefused").isEmpty());
  }

  @Test
  void recommend_writes_an_event_and_nothing_else() {
    start(3, "recommend", 5);
    leak(2);
    stage.steps(25);
    assertEquals(List.of(), cluster.writes);
    assertEquals(1, cluster.events.size());
    assertTrue(cluster.events.get(0).text().startsWith("pod web-2 would be replaced"));
  }

  @Test
  void no_object_goes_beyond_the_mode_of_the_process() {
    start(3, "act", 5);
    stage.limit = Mode.RECOMMEND;
    leak(2);
    stage.steps(25);
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void a_leader_on_another_node_has_no_new_budget() throws IOException {
    start(3, "canary", 5);
    leak(2);
    stage.steps(20);
    assertEquals(List.of("evict web-2"), cluster.writes);
    stage.moveProcess(Files.createDirectory(state.resolve("elsewhere")));
    stage.steps(COOL_DOWN);
    leak(3);
    stage.steps(30);
    assertEquals(List.of("evict web-2"), cluster.writes);
    assertEquals("DailyBudget", stage.news.get(stage.news.size() - 1).code());
  }

  @Test
  void a_leader_that_cannot_know_what_was_restarted_restarts_nothing() throws IOException {
    start(3, "act", 5);
    stage.moveProcess(Files.createDirectory(state.resolve("elsewhere")));
    stage.notes.unreachable = true;
    leak(2);
    stage.steps(30);
    assertEquals(List.of(), cluster.writes);
    stage.notes.unreachable = false;
    stage.steps(5);
    assertEquals(List.of("evict web-2"), cluster.writes);
  }

  @Test
  void a_canary_replaces_one_pod_a_day() {
    start(3, "canary", 5);
    leak(2);
    stage.steps(20);
    stage.steps(COOL_DOWN);
    leak(1);
    stage.steps(30);
    assertEquals(List.of("evict web-2"), cluster.writes);
    assertEquals("DailyBudget", stage.news.get(stage.news.size() - 1).code());
    assertTrue(stage.incident("RestartRefused").isPresent());
  }

  @Test
  void a_second_one_within_the_cool_down_is_systemic_and_also_after_kill_9() {
    start(3, "act", 5);
    leak(2);
    stage.steps(20);
    stage.restartProcess();
    leak(1);
    stage.steps(20);
    assertEquals(List.of("evict web-2"), cluster.writes);
    assertEquals("SoonAgain", stage.news.get(stage.news.size() - 1).code());
    assertTrue(stage.incident("SystemicAnomaly").isPresent());
  }

  @Test
  void a_single_pod_gets_a_second_one_first_which_goes_again() {
    start(1, "act", 2);
    leak(1);
    stage.steps(40);
    assertEquals(List.of("hold 2", "evict web-1", "let go 1"), cluster.writes);
    assertEquals(1, count(HealNews.Kind.REPLACED));
    assertFalse(stage.surging(WEB));
    assertEquals(1, cluster.wanted());
  }

  @Test
  void a_second_pod_that_does_not_get_ready_leaves_the_first_alone() {
    start(1, "act", 2);
    cluster.newOnesGetReady = false;
    leak(1);
    while (count(HealNews.Kind.BEGUN) == 0) {
      stage.steps(1);
    }
    assertTrue(stage.surging(WEB));
    stage.steps(8);
    assertEquals(List.of("hold 2", "let go 1"), cluster.writes);
    assertEquals(
        "SurgeNotReady: it took too long",
        stage.incident("RestartRefused").orElseThrow().evidence().get(0));
  }

  @Test
  void a_single_pod_at_its_maximum_is_refused_with_an_incident() {
    start(1, "act", 1);
    leak(1);
    stage.steps(25);
    assertEquals(List.of(), cluster.writes);
    assertTrue(stage.incident("RestartRefused").orElseThrow().title().contains("maxReplicas is 1"));
    assertEquals(1, count(HealNews.Kind.REFUSED));
  }

  @Test
  void a_surge_that_nobody_can_make_is_refused_at_once() {
    start(1, "act", 2);
    cluster.surgeRefused = true;
    leak(1);
    stage.steps(25);
    assertFalse(cluster.writes.contains("evict web-1"));
    assertEquals("NoWayToSurge", stage.news.get(stage.news.size() - 1).code());
  }

  @Test
  void a_disruption_budget_is_honoured_and_costs_no_budget_of_ours() {
    start(3, "act", 5);
    cluster.eviction = EvictionReason.BUDGET;
    leak(2);
    while (count(HealNews.Kind.REFUSED) == 0) {
      stage.steps(1);
    }
    assertEquals("DisruptionBudget", stage.news.get(stage.news.size() - 1).code());
    // At once, after a step, two and four; not once more before the cool-down is over.
    assertEquals(4, cluster.writes.size());
    stage.steps(5);
    assertEquals(4, cluster.writes.size());
    cluster.eviction = EvictionReason.EVICTED;
    stage.steps(COOL_DOWN);
    assertEquals(1, count(HealNews.Kind.REPLACED));
  }

  @Test
  void what_a_killed_process_has_begun_is_gone_on_with_and_nothing_is_done_twice() {
    start(1, "act", 2);
    cluster.newOnesGetReady = false;
    leak(1);
    while (count(HealNews.Kind.BEGUN) == 0) {
      stage.steps(1);
    }
    stage.steps(1);
    assertEquals(List.of("hold 2"), cluster.writes);
    stage.restartProcess();
    cluster.newOnesGetReady = true;
    stage.steps(1);
    assertFalse(cluster.writes.contains("evict web-1"), "the second one is not ready yet");
    cluster.pods.replaceAll(
        pod ->
            new PodSight(
                pod.name(),
                pod.owner(),
                pod.node(),
                pod.created(),
                pod.started(),
                true,
                pod.leaving(),
                List.of()));
    stage.steps(3);
    assertEquals(List.of("hold 2", "evict web-1", "let go 1"), cluster.writes);
    assertEquals(1, count(HealNews.Kind.BEGUN));
  }

  @Test
  void a_process_that_does_not_lead_does_not_even_look() {
    start(3, "act", 5);
    stage.leads = false;
    leak(2);
    stage.steps(25);
    assertEquals(0, cluster.looks);
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void a_freeze_holds_it() {
    start(3, "act", 5);
    plan(
        "act",
        5,
        "schedule: {freezes: [{name: sale, from: 2026-11-24T00:00, until: 2026-11-25T00:00}]}");
    leak(2);
    stage.steps(25);
    assertEquals(List.of(), cluster.writes);
    assertEquals("Frozen", stage.news.get(stage.news.size() - 1).code());
  }

  @Test
  void a_freeze_that_comes_in_between_takes_the_second_pod_back() {
    start(1, "act", 2);
    cluster.newOnesGetReady = false;
    leak(1);
    while (cluster.writes.isEmpty()) {
      stage.steps(1);
    }
    plan("observe", 2, "");
    stage.steps(1);
    assertEquals(List.of("hold 2", "let go 1"), cluster.writes);
  }

  @Test
  void a_rollout_holds_it() {
    start(3, "act", 5);
    cluster.moving = Optional.of("a rollout is under way");
    leak(2);
    stage.steps(25);
    assertEquals(List.of(), cluster.writes);
    assertEquals("RolloutUnderWay", stage.news.get(stage.news.size() - 1).code());
    cluster.moving = Optional.empty();
    stage.steps(2);
    assertEquals(List.of("evict web-2"), cluster.writes);
  }

  @Test
  void without_prometheus_and_serving_nothing_is_known_and_nothing_done() {
    start(3, "act", 5);
    leak(2);
    stage.prometheusDown = true;
    stage.steps(30);
    assertEquals(List.of(), stage.news);
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void pods_that_cannot_be_listed_are_not_pods_that_are_gone() {
    start(3, "recommend", 5);
    leak(2);
    stage.steps(25);
    cluster.trouble = Optional.of("503");
    stage.steps(5);
    assertTrue(stage.incident("MemoryLeak").isPresent());
  }

  @Test
  void a_strange_pod_is_replaced_if_that_is_a_likely_cure_and_else_people_are_told() {
    start(3, "act", 5);
    stage.anomalies = workload -> strange("web-1", "pod_request_rate_change_5");
    stage.steps(5);
    assertEquals(List.of(), cluster.writes);
    assertEquals("NoLikelyCure", stage.news.get(stage.news.size() - 1).code());
    stage.anomalies = workload -> strange("web-1", "gc_time_now");
    stage.steps(2);
    assertEquals(List.of("evict web-1"), cluster.writes);
    assertEquals("AnomalousPod", stage.news.get(0).code());
    assertEquals(Severity.CRITICAL, stage.news.get(0).severity());
  }

  private static AnomalySource.Said strange(String pod, String feature) {
    Strangeness well = new Strangeness(0.4, false, Severity.INFO, List.of());
    Strangeness strange =
        new Strangeness(
            0.8, true, Severity.CRITICAL, List.of(new Strangeness.Attributed(feature, true, 0.5)));
    Map<String, Strangeness> pods =
        Map.of("web-1", well, "web-2", well, "web-3", well, "web-4", well);
    Map<String, Strangeness> said = new HashMap<>(pods);
    said.put(pod, strange);
    return new AnomalySource.Said(said, Optional.empty());
  }

  @Test
  void two_leaking_pods_of_three_are_systemic() {
    start(3, "act", 5);
    leak(1);
    leak(2);
    stage.steps(25);
    assertEquals(List.of(), cluster.writes);
    assertTrue(stage.incident("SystemicAnomaly").isPresent());
    assertTrue(stage.kinds().contains(HealNews.Kind.SYSTEMIC));
  }

  @Test
  void a_serving_that_is_slow_leaves_the_last_ones_unknown_and_not_always_the_same() {
    start(2, "act", 5);
    PodSight web = cluster.pods.get(0);
    WorkloadId api = WorkloadId.parse("shop/api");
    PodName name = new PodName("shop", "api-1", "uid-api");
    cluster.pods.add(
        new PodSight(
            name, Optional.of(api), "node", web.created(), web.started(), true, false, List.of()));
    List<ScalerPlan> both = new ArrayList<>(stage.plans);
    both.addAll(api());
    stage.plans = both;
    List<WorkloadId> asked = new ArrayList<>();
    stage.anomalies =
        workload -> {
          asked.add(workload);
          stage.time.pass(HealStage.STEP);
          return AnomalySource.Said.nothing("slow");
        };
    stage.steps(1);
    asked.clear();
    stage.steps(4);
    assertEquals(4, asked.size());
    assertEquals(2, Set.copyOf(asked).size());
  }

  private static List<ScalerPlan> api() {
    return TestingScalers.plans(
            TestingScalers.of(
                "api", "scaleTargetRef: {name: api}\nmaxReplicas: 5\nrestart: {enabled: true}"))
        .plans();
  }

  @Test
  void a_bug_in_one_workload_leaves_the_others_alone() {
    start(3, "act", 5);
    WorkloadId api = WorkloadId.parse("shop/api");
    PodSight web = cluster.pods.get(0);
    PodName name = new PodName("shop", "api-1", "uid-api");
    cluster.pods.add(
        new PodSight(
            name, Optional.of(api), "node", web.created(), web.started(), true, false, List.of()));
    List<ScalerPlan> both = new ArrayList<>(api());
    both.addAll(stage.plans);
    stage.plans = both;
    stage.anomalies =
        workload -> {
          if (workload.equals(api)) {
            throw new IllegalStateException("a bug");
          }
          return AnomalySource.Said.nothing("down");
        };
    leak(2);
    stage.steps(25);
    assertEquals(List.of("evict web-2"), cluster.writes);
  }
}

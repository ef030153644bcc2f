package io.tidewatch.operator.heal;

import static io.tidewatch.operator.heal.InMemoryCluster.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Severity;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.TestingScalers;
import io.tidewatch.policy.heal.Strangeness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealerTest {
  @TempDir Path state;
  private HealScene scene;

  @Test
  void a_leaking_pod_is_replaced_before_it_fails_and_its_incident_is_over() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.stage.steps(5);
    assertEquals(List.of(), scene.stage.news);
    scene.leak(2);
    scene.stage.steps(20);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
    assertEquals(
        List.of(
            HealNews.Kind.DETECTED,
            HealNews.Kind.BEGUN,
            HealNews.Kind.EVICTED,
            HealNews.Kind.REPLACED),
        scene.stage.kinds());
    assertTrue(scene.stage.incidents.isEmpty(), scene.stage.incidents.toString());
    assertEquals(
        List.of("MemoryLeak web-2: the pod was replaced, another one is ready"), scene.stage.over);
    // 0.4 + 0.015 a step: the limit was 40 steps away when it began.
    assertTrue(
        scene.stage.news.get(0).text().contains("% of its limit"), scene.stage.news.get(0).text());
  }

  @Test
  void an_incident_says_what_was_seen_what_is_done_and_what_to_do() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.leak(2);
    scene.cluster.newOnesGetReady = false;
    while (scene.count(HealNews.Kind.EVICTED) == 0) {
      scene.stage.steps(1);
    }
    var leak = scene.stage.incident("MemoryLeak").orElseThrow();
    assertEquals("web-2", leak.subject());
    assertTrue(leak.done().get(0).contains("replacement was begun"), leak.done().toString());
    assertTrue(leak.evidence().get(1).contains("node node"), leak.evidence().toString());
    assertTrue(leak.advice().contains("heap dump"), leak.advice());
  }

  @Test
  void a_single_pod_gets_a_second_one_first_which_goes_again() {
    scene = HealScene.of(state, 1, "act", 2);
    scene.leak(1);
    scene.stage.steps(40);
    assertEquals(List.of("hold 2", "evict web-1", "let go 1"), scene.cluster.writes);
    assertEquals(1, scene.count(HealNews.Kind.REPLACED));
    assertFalse(scene.stage.surging(WEB));
    assertEquals(1, scene.cluster.wanted());
  }

  @Test
  void a_second_pod_that_does_not_get_ready_leaves_the_first_alone() {
    scene = HealScene.of(state, 1, "act", 2);
    scene.cluster.newOnesGetReady = false;
    scene.leak(1);
    while (scene.count(HealNews.Kind.BEGUN) == 0) {
      scene.stage.steps(1);
    }
    assertTrue(scene.stage.surging(WEB));
    scene.stage.steps(8);
    assertEquals(List.of("hold 2", "let go 1"), scene.cluster.writes);
    assertEquals(
        "SurgeNotReady: it took too long",
        scene.stage.incident("RestartRefused").orElseThrow().evidence().get(0));
  }

  @Test
  void a_surge_that_nobody_can_make_is_refused_at_once() {
    scene = HealScene.of(state, 1, "act", 2);
    scene.cluster.surgeRefused = true;
    scene.leak(1);
    scene.stage.steps(25);
    assertFalse(scene.cluster.writes.contains("evict web-1"));
    assertEquals("NoWayToSurge", scene.stage.news.get(scene.stage.news.size() - 1).code());
  }

  @Test
  void what_a_killed_process_has_begun_is_gone_on_with_and_nothing_is_done_twice() {
    scene = HealScene.of(state, 1, "act", 2);
    scene.cluster.newOnesGetReady = false;
    scene.leak(1);
    while (scene.count(HealNews.Kind.BEGUN) == 0) {
      scene.stage.steps(1);
    }
    scene.stage.steps(1);
    assertEquals(List.of("hold 2"), scene.cluster.writes);
    scene.stage.restartProcess();
    scene.cluster.newOnesGetReady = true;
    scene.stage.steps(1);
    assertFalse(scene.cluster.writes.contains("evict web-1"), "the second one is not ready yet");
    scene.cluster.pods.replaceAll(
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
    scene.stage.steps(3);
    assertEquals(List.of("hold 2", "evict web-1", "let go 1"), scene.cluster.writes);
    assertEquals(1, scene.count(HealNews.Kind.BEGUN));
  }

  @Test
  void without_prometheus_and_serving_nothing_is_known_and_nothing_done() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.leak(2);
    scene.stage.prometheusDown = true;
    scene.stage.steps(30);
    assertEquals(List.of(), scene.stage.news);
    assertEquals(List.of(), scene.cluster.writes);
  }

  @Test
  void pods_that_cannot_be_listed_are_not_pods_that_are_gone() {
    scene = HealScene.of(state, 3, "recommend", 5);
    scene.leak(2);
    scene.stage.steps(25);
    scene.cluster.trouble = Optional.of("503");
    scene.stage.steps(5);
    assertTrue(scene.stage.incident("MemoryLeak").isPresent());
  }

  @Test
  void a_strange_pod_is_replaced_if_that_is_a_likely_cure_and_else_people_are_told() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.stage.anomalies = workload -> strange("web-1", "pod_request_rate_change_5");
    scene.stage.steps(5);
    assertEquals(List.of(), scene.cluster.writes);
    assertEquals("NoLikelyCure", scene.stage.news.get(scene.stage.news.size() - 1).code());
    scene.stage.anomalies = workload -> strange("web-1", "gc_time_now");
    scene.stage.steps(2);
    assertEquals(List.of("evict web-1"), scene.cluster.writes);
    assertEquals("AnomalousPod", scene.stage.news.get(0).code());
    assertEquals(Severity.CRITICAL, scene.stage.news.get(0).severity());
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
  void a_serving_that_is_slow_leaves_the_last_ones_unknown_and_not_always_the_same() {
    scene = HealScene.of(state, 2, "act", 5);
    PodSight web = scene.cluster.pods.get(0);
    WorkloadId api = WorkloadId.parse("shop/api");
    PodName name = new PodName("shop", "api-1", "uid-api");
    scene.cluster.pods.add(
        new PodSight(
            name, Optional.of(api), "node", web.created(), web.started(), true, false, List.of()));
    List<ScalerPlan> both = new ArrayList<>(scene.stage.plans);
    both.addAll(api());
    scene.stage.plans = both;
    List<WorkloadId> asked = new ArrayList<>();
    scene.stage.anomalies =
        workload -> {
          asked.add(workload);
          scene.stage.time.pass(HealStage.STEP);
          return AnomalySource.Said.nothing("slow");
        };
    scene.stage.steps(1);
    asked.clear();
    scene.stage.steps(4);
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
    scene = HealScene.of(state, 3, "act", 5);
    WorkloadId api = WorkloadId.parse("shop/api");
    PodSight web = scene.cluster.pods.get(0);
    PodName name = new PodName("shop", "api-1", "uid-api");
    scene.cluster.pods.add(
        new PodSight(
            name, Optional.of(api), "node", web.created(), web.started(), true, false, List.of()));
    List<ScalerPlan> both = new ArrayList<>(api());
    both.addAll(scene.stage.plans);
    scene.stage.plans = both;
    scene.stage.anomalies =
        workload -> {
          if (workload.equals(api)) {
            throw new IllegalStateException("a bug");
          }
          return AnomalySource.Said.nothing("down");
        };
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
  }
}

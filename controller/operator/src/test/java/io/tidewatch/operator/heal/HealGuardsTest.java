package io.tidewatch.operator.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.actuate.EvictionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds a restart back. */
class HealGuardsTest {
  @TempDir Path state;
  private HealScene scene;

  @Test
  void observe_says_once_what_it_would_do_and_touches_nothing() {
    scene = HealScene.of(state, 3, "observe", 5);
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(1, scene.count(HealNews.Kind.ADVISED));
    assertEquals(List.of(), scene.cluster.writes);
    assertEquals(List.of(), scene.cluster.events);
    assertTrue(scene.stage.incident("MemoryLeak").isPresent());
    assertTrue(scene.stage.incident("RestartRefused").isEmpty());
  }

  @Test
  void recommend_writes_an_event_and_nothing_else() {
    scene = HealScene.of(state, 3, "recommend", 5);
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(List.of(), scene.cluster.writes);
    assertEquals(1, scene.cluster.events.size());
    assertTrue(scene.cluster.events.get(0).text().startsWith("pod web-2 would be replaced"));
  }

  @Test
  void no_object_goes_beyond_the_mode_of_the_process() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.stage.limit = Mode.RECOMMEND;
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(List.of(), scene.cluster.writes);
  }

  @Test
  void a_leader_on_another_node_has_no_new_budget() throws IOException {
    scene = HealScene.of(state, 3, "canary", 5);
    scene.leak(2);
    scene.stage.steps(20);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
    scene.stage.moveProcess(Files.createDirectory(state.resolve("elsewhere")));
    scene.stage.steps(HealScene.COOL_DOWN);
    scene.leak(3);
    scene.stage.steps(30);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
    assertEquals("DailyBudget", scene.stage.news.get(scene.stage.news.size() - 1).code());
  }

  @Test
  void a_leader_that_cannot_know_what_was_restarted_restarts_nothing() throws IOException {
    scene = HealScene.of(state, 3, "act", 5);
    scene.stage.moveProcess(Files.createDirectory(state.resolve("elsewhere")));
    scene.stage.notes.unreachable = true;
    scene.leak(2);
    scene.stage.steps(30);
    assertEquals(List.of(), scene.cluster.writes);
    scene.stage.notes.unreachable = false;
    scene.stage.steps(5);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
  }

  @Test
  void a_canary_replaces_one_pod_a_day() {
    scene = HealScene.of(state, 3, "canary", 5);
    scene.leak(2);
    scene.stage.steps(20);
    scene.stage.steps(HealScene.COOL_DOWN);
    scene.leak(1);
    scene.stage.steps(30);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
    assertEquals("DailyBudget", scene.stage.news.get(scene.stage.news.size() - 1).code());
    assertTrue(scene.stage.incident("RestartRefused").isPresent());
  }

  @Test
  void a_second_one_within_the_cool_down_is_systemic_and_also_after_kill_9() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.leak(2);
    scene.stage.steps(20);
    scene.stage.restartProcess();
    scene.leak(1);
    scene.stage.steps(20);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
    assertEquals("SoonAgain", scene.stage.news.get(scene.stage.news.size() - 1).code());
    assertTrue(scene.stage.incident("SystemicAnomaly").isPresent());
  }

  @Test
  void a_single_pod_at_its_maximum_is_refused_with_an_incident() {
    scene = HealScene.of(state, 1, "act", 1);
    scene.leak(1);
    scene.stage.steps(25);
    assertEquals(List.of(), scene.cluster.writes);
    assertTrue(
        scene.stage.incident("RestartRefused").orElseThrow().title().contains("maxReplicas is 1"));
    assertEquals(1, scene.count(HealNews.Kind.REFUSED));
  }

  @Test
  void a_disruption_budget_is_honoured_and_costs_no_budget_of_ours() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.cluster.eviction = EvictionReason.BUDGET;
    scene.leak(2);
    while (scene.count(HealNews.Kind.REFUSED) == 0) {
      scene.stage.steps(1);
    }
    assertEquals("DisruptionBudget", scene.stage.news.get(scene.stage.news.size() - 1).code());
    // At once, after a step, two and four; not once more before the cool-down is over.
    assertEquals(4, scene.cluster.writes.size());
    scene.stage.steps(5);
    assertEquals(4, scene.cluster.writes.size());
    scene.cluster.eviction = EvictionReason.EVICTED;
    scene.stage.steps(HealScene.COOL_DOWN);
    assertEquals(1, scene.count(HealNews.Kind.REPLACED));
  }

  @Test
  void a_process_that_does_not_lead_does_not_even_look() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.stage.leads = false;
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(0, scene.cluster.looks);
    assertEquals(List.of(), scene.cluster.writes);
  }

  @Test
  void a_freeze_holds_it() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.plan(
        "act",
        5,
        "schedule: {freezes: [{name: sale, from: 2026-11-24T00:00, until: 2026-11-25T00:00}]}");
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(List.of(), scene.cluster.writes);
    assertEquals("Frozen", scene.stage.news.get(scene.stage.news.size() - 1).code());
  }

  @Test
  void a_freeze_that_comes_in_between_takes_the_second_pod_back() {
    scene = HealScene.of(state, 1, "act", 2);
    scene.cluster.newOnesGetReady = false;
    scene.leak(1);
    while (scene.cluster.writes.isEmpty()) {
      scene.stage.steps(1);
    }
    scene.plan("observe", 2, "");
    scene.stage.steps(1);
    assertEquals(List.of("hold 2", "let go 1"), scene.cluster.writes);
  }

  @Test
  void a_rollout_holds_it() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.cluster.moving = Optional.of("a rollout is under way");
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(List.of(), scene.cluster.writes);
    assertEquals("RolloutUnderWay", scene.stage.news.get(scene.stage.news.size() - 1).code());
    scene.cluster.moving = Optional.empty();
    scene.stage.steps(2);
    assertEquals(List.of("evict web-2"), scene.cluster.writes);
  }

  @Test
  void two_leaking_pods_of_three_are_systemic() {
    scene = HealScene.of(state, 3, "act", 5);
    scene.leak(1);
    scene.leak(2);
    scene.stage.steps(25);
    assertEquals(List.of(), scene.cluster.writes);
    assertTrue(scene.stage.incident("SystemicAnomaly").isPresent());
    assertTrue(scene.stage.kinds().contains(HealNews.Kind.SYSTEMIC));
  }
}

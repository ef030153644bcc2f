package io.tidewatch.operator.size;

import static io.tidewatch.operator.size.SizeStage.BACK;
import static io.tidewatch.operator.size.SizeStage.HPA_AT_60;
import static io.tidewatch.operator.size.SizeStage.NIGHTS;
import static io.tidewatch.operator.size.SizeStage.NOON;
import static io.tidewatch.operator.size.SizeStage.SIZE;
import static io.tidewatch.operator.size.SizeStage.folder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.actuate.ResizeReason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateStepTest {
  @TempDir Path state;
  private final InMemorySizeCluster cluster = new InMemorySizeCluster(2);

  private SizeStage stage(String rules) {
    return new SizeStage(cluster, state, NOON, "shop", rules);
  }

  @Test
  void pods_get_it_one_by_one_in_a_window_and_the_template_in_the_next_one() {
    SizeStage stage = stage(NIGHTS);
    stage.minutes(10);
    assertEquals(List.of(), cluster.writes);
    assertEquals("WindowClosed", stage.condition());
    stage.until(Instant.parse("2026-11-25T03:00:00Z"));
    assertEquals(List.of("web-1 " + SIZE, "web-2 " + SIZE), cluster.writes);
    stage.until(Instant.parse("2026-11-26T01:55:00Z"));
    assertEquals(2, cluster.writes.size(), "the template waits");
    assertEquals("TemplateWaits", stage.condition());
    stage.until(Instant.parse("2026-11-26T02:10:00Z"));
    assertEquals("template " + SIZE, cluster.writes.get(2));
    assertEquals(
        List.of(
            "ResizeBegun", "PodResized", "PodResized", "PodsResized", "TemplateResized", "Resized"),
        stage.codes());
    assertEquals(1, stage.news.stream().filter(SizeNews::decidesResize).count());
  }

  @Test
  void the_template_alone_is_left_only_where_the_server_does_not_support_it() {
    for (ResizeReason reason :
        List.of(
            ResizeReason.FORBIDDEN, ResizeReason.NOT_SUPPORTED, ResizeReason.CLASS_WOULD_CHANGE)) {
      InMemorySizeCluster its = new InMemorySizeCluster(2);
      its.resized = reason;
      SizeStage stage =
          new SizeStage(
              its,
              folder(state, reason.name()),
              Instant.parse("2026-11-24T02:00:00Z"),
              "shop",
              NIGHTS);
      stage.minutes(5);
      boolean left = reason == ResizeReason.NOT_SUPPORTED;
      assertEquals(left ? List.of("template " + SIZE) : List.of(), its.writes);
      assertTrue(left || stage.codes().contains(reason.code()), stage.codes().toString());
    }
  }

  @Test
  void a_rollout_that_does_not_end_gets_the_former_size_back() {
    cluster.resized = ResizeReason.NOT_SUPPORTED;
    cluster.aroundWrites =
        () -> {
          if (!cluster.template.equals(InMemorySizeCluster.FORMER)) {
            cluster.moving = Optional.of("a rollout is under way");
          }
        };
    SizeStage stage =
        new SizeStage(cluster, state, Instant.parse("2026-11-24T02:00:00Z"), "shop", NIGHTS);
    stage.minutes(40);
    assertEquals(List.of("template " + SIZE, "template cpu 1000m, memory 1000Mi"), cluster.writes);
    assertEquals("RolloutSlow", stage.condition());
  }

  private SizeStage whileAFloorStandsOnItsHpa() {
    cluster.hpa = HPA_AT_60;
    cluster.floorStands = true;
    SizeStage stage =
        new SizeStage(
            cluster,
            state,
            Instant.parse("2026-11-24T02:00:00Z"),
            "shop",
            "  hpaTarget: true\n" + NIGHTS);
    stage.minutes(5);
    return stage;
  }

  @Test
  void an_hpa_whose_target_may_change_gets_it_with_the_template_once_no_floor_stands() {
    SizeStage stage = whileAFloorStandsOnItsHpa();
    assertEquals(List.of(), cluster.writes);
    assertTrue(stage.busy());
    cluster.floorStands = false;
    stage.restartProcess();
    stage.minutes(2);
    assertEquals(List.of("hpa 120", "template " + SIZE), cluster.writes);
    assertEquals("Resized", stage.condition());
  }

  @Test
  void a_target_whose_template_is_refused_goes_back() {
    SizeStage stage = whileAFloorStandsOnItsHpa();
    cluster.template = InMemorySizeCluster.HUMAN;
    cluster.floorStands = false;
    stage.minutes(2);
    assertEquals(List.of("hpa 120", "hpa 60"), cluster.writes);
    assertEquals("ConflictingOwner", stage.condition());
  }

  @Test
  void a_template_that_a_repository_keeps_is_not_written_and_the_remedy_is_named() {
    cluster.keeper = Optional.of("Argo CD");
    cluster.resized = ResizeReason.NOT_SUPPORTED;
    SizeStage stage =
        new SizeStage(cluster, state, Instant.parse("2026-11-24T02:00:00Z"), "shop", NIGHTS);
    stage.minutes(5);
    assertEquals(List.of(), cluster.writes);
    SizeNews last = stage.news.get(stage.news.size() - 1);
    assertEquals("ManagedByGitOps", last.code());
    assertTrue(last.text().contains("ignoreDifferences"), last.text());
  }

  @Test
  void a_size_with_which_a_pod_restarted_does_not_become_the_templates() {
    SizeStage stage = stage(NIGHTS);
    stage.until(Instant.parse("2026-11-25T03:00:00Z"));
    cluster.started = Optional.of(stage.now);
    stage.until(Instant.parse("2026-11-26T02:05:00Z"));
    assertEquals(2, cluster.writes.size());
    assertTrue(stage.codes().contains("NotProven"), stage.codes().toString());
  }

  @Test
  void a_template_whose_size_is_not_advised_any_more_keeps_its_own_and_so_do_pods_next_day() {
    SizeStage stage = stage(NIGHTS);
    stage.until(Instant.parse("2026-11-25T03:00:00Z"));
    assertEquals(2, cluster.writes.size());
    stage.says(1, 0.5);
    stage.until(Instant.parse("2026-11-26T02:05:00Z"));
    assertTrue(stage.codes().contains("AdviceChanged"), stage.codes().toString());
    assertEquals(InMemorySizeCluster.FORMER, cluster.template);
    stage.until(Instant.parse("2026-11-26T03:30:00Z"));
    assertEquals(
        List.of("web-1 " + BACK, "web-2 " + BACK), cluster.writes.subList(2, 4), "judged anew");
  }

  @Test
  void a_template_waits_while_nobody_can_say_whether_it_is_still_advised() {
    SizeStage stage = stage(NIGHTS);
    stage.until(Instant.parse("2026-11-25T03:00:00Z"));
    SizeSource.Said before = stage.said;
    stage.said = SizeSource.Said.nothing("serving is down");
    stage.until(Instant.parse("2026-11-26T02:30:00Z"));
    assertEquals(2, cluster.writes.size());
    assertEquals("NoSize", stage.condition());
    stage.said = before;
    stage.until(Instant.parse("2026-11-26T02:40:00Z"));
    assertEquals("template " + SIZE, cluster.writes.get(2));
  }

  @Test
  void a_human_who_changes_the_template_meanwhile_wins() {
    SizeStage stage = stage(NIGHTS);
    stage.until(Instant.parse("2026-11-25T03:00:00Z"));
    cluster.template = InMemorySizeCluster.HUMAN;
    stage.until(Instant.parse("2026-11-26T02:10:00Z"));
    assertEquals(2, cluster.writes.size());
    assertTrue(stage.codes().contains("ConflictingOwner"), stage.codes().toString());
  }

  @Test
  void a_human_who_changes_it_after_us_keeps_it_until_the_scaler_changes() {
    cluster.resized = ResizeReason.NOT_SUPPORTED;
    SizeStage stage =
        new SizeStage(cluster, state, Instant.parse("2026-11-24T02:00:00Z"), "shop", NIGHTS);
    stage.minutes(5);
    assertEquals(List.of("template " + SIZE), cluster.writes);
    cluster.template = InMemorySizeCluster.FORMER;
    stage.until(Instant.parse("2026-11-26T02:30:00Z"));
    assertEquals("ConflictingOwner", stage.condition());
    assertEquals(1, cluster.writes.size());
  }
}

package io.tidewatch.operator.size;

import static io.tidewatch.operator.size.SizeStage.BACK;
import static io.tidewatch.operator.size.SizeStage.HPA_AT_60;
import static io.tidewatch.operator.size.SizeStage.NIGHTS;
import static io.tidewatch.operator.size.SizeStage.NOON;
import static io.tidewatch.operator.size.SizeStage.NO_WINDOWS;
import static io.tidewatch.operator.size.SizeStage.SIZE;
import static io.tidewatch.operator.size.SizeStage.folder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.actuate.PodSize;
import io.tidewatch.operator.actuate.ResizeReason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResizeStepsTest {
  @TempDir Path state;
  private final InMemorySizeCluster cluster = new InMemorySizeCluster(2);

  private SizeStage stage(String rules) {
    return new SizeStage(cluster, state, NOON, "shop", rules);
  }

  @Test
  void the_next_pod_waits_for_the_kubelet_and_for_readiness() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(5);
    assertEquals(1, cluster.writes.size());
    assertTrue(stage.busy());
    cluster.kubelet = PodSize.State.DONE;
    cluster.ready = false;
    stage.minutes(1);
    assertEquals(1, cluster.writes.size());
    cluster.ready = true;
    stage.minutes(2);
    assertEquals(2, cluster.writes.size());
    assertFalse(stage.busy());
    assertEquals("PodsResized", stage.condition());
    assertEquals(InMemorySizeCluster.FORMER, cluster.template, "no change window, no template");
  }

  @Test
  void
      where_the_kubelet_cannot_the_pod_gets_its_former_size_back_and_if_later_it_could_the_template() {
    for (PodSize.State answer : List.of(PodSize.State.DEFERRED, PodSize.State.INFEASIBLE)) {
      InMemorySizeCluster its = new InMemorySizeCluster(2);
      its.kubelet = answer;
      SizeStage stage =
          new SizeStage(
              its,
              folder(state, answer.name()),
              Instant.parse("2026-11-24T02:00:00Z"),
              "shop",
              NIGHTS);
      stage.minutes(5);
      assertEquals(
          answer == PodSize.State.DEFERRED
              ? List.of("web-1 " + SIZE, "web-1 " + BACK, "template " + SIZE)
              : List.of("web-1 " + SIZE, "web-1 " + BACK),
          its.writes);
    }
  }

  @Test
  void a_pod_that_is_not_ready_with_its_new_size_gets_its_former_one_back() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    cluster.ready = false;
    cluster.kubelet = PodSize.State.DONE;
    stage.minutes(15);
    assertEquals(List.of("web-1 " + SIZE, "web-1 " + BACK), cluster.writes);
    assertEquals("PodNotReady", stage.condition());
    assertFalse(stage.busy());
  }

  @Test
  void a_pod_that_restarts_with_its_new_size_gets_its_former_one_back() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    cluster.started = Optional.of(stage.now);
    cluster.kubelet = PodSize.State.DONE;
    stage.minutes(1);
    assertEquals(List.of("web-1 " + SIZE, "web-1 " + BACK), cluster.writes);
    assertEquals("PodRestarted", stage.condition());
  }

  @Test
  void the_pods_left_are_looked_at_anew_before_each_of_them() {
    List<Consumer<InMemorySizeCluster>> changes =
        List.of(
            its -> its.vpa = Optional.of("web-vpa"),
            its -> its.hpa = HPA_AT_60,
            its -> its.template = InMemorySizeCluster.HUMAN,
            its -> its.pods.put("web-2", InMemorySizeCluster.HUMAN));
    for (int i = 0; i < changes.size(); i++) {
      InMemorySizeCluster its = new InMemorySizeCluster(2);
      its.kubelet = PodSize.State.UNDER_WAY;
      SizeStage stage = new SizeStage(its, folder(state, "c" + i), NOON, "shop", NO_WINDOWS);
      stage.minutes(3);
      changes.get(i).accept(its);
      its.kubelet = PodSize.State.DONE;
      stage.minutes(3);
      assertEquals(List.of("web-1 " + SIZE), its.writes);
      assertEquals(i == 0 ? "VpaOwns" : "ConflictingOwner", stage.condition());
      assertFalse(stage.busy());
    }
  }

  @Test
  void a_decision_of_more_than_an_hour_ago_is_not_begun_on_further_pods() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    stage.healing = true;
    cluster.kubelet = PodSize.State.DONE;
    stage.minutes(62);
    stage.healing = false;
    stage.minutes(1);
    assertEquals(List.of("web-1 " + SIZE), cluster.writes);
    assertTrue(stage.codes().contains("Stale"), stage.codes().toString());
  }

  @Test
  void a_pod_that_came_meanwhile_with_the_templates_size_is_resized_like_the_others() {
    cluster.pods.replaceAll((pod, size) -> InMemorySizeCluster.HUMAN);
    SizeStage stage = stage(NO_WINDOWS);
    stage.says(0.5, 0.7);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    cluster.pods.put("web-2", InMemorySizeCluster.FORMER);
    cluster.kubelet = PodSize.State.DONE;
    stage.minutes(3);
    assertEquals(List.of("web-1 " + SIZE, "web-2 " + SIZE), cluster.writes);
    assertEquals("PodsResized", stage.condition());
  }

  @Test
  void a_pod_that_had_our_size_and_has_another_is_not_fought_for() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    cluster.pods.put("web-1", InMemorySizeCluster.FORMER);
    stage.minutes(3);
    assertEquals(List.of("web-1 " + SIZE), cluster.writes);
    assertEquals("ConflictingOwner", stage.condition());
  }

  @Test
  void such_a_pod_gets_back_what_it_had_and_not_what_its_template_says_also_after_a_kill() {
    cluster.pods.replaceAll((pod, size) -> InMemorySizeCluster.HUMAN);
    SizeStage stage = stage(NO_WINDOWS);
    stage.says(0.5, 0.7);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    stage.restartProcess();
    cluster.started = Optional.of(stage.now);
    cluster.kubelet = PodSize.State.DONE;
    stage.minutes(1);
    assertEquals(List.of("web-1 " + SIZE, "web-1 cpu 700m, memory 700Mi"), cluster.writes);
  }

  @Test
  void a_listing_that_fails_for_good_ends_it() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    cluster.listing = Optional.of("403 forbidden");
    stage.minutes(15);
    assertFalse(stage.busy());
    assertEquals("ApiTrouble", stage.condition());
  }

  @Test
  void an_answer_that_fails_for_a_while_is_tried_again_and_not_for_ever() {
    cluster.resized = ResizeReason.API_TROUBLE;
    SizeStage stage = stage(NO_WINDOWS);
    stage.minutes(5);
    assertTrue(stage.busy());
    stage.minutes(10);
    assertFalse(stage.busy());
    assertEquals("ApiTrouble", stage.codes().get(1));
  }

  @Test
  void a_change_of_the_scaler_or_the_mode_ends_what_is_under_way() {
    cluster.kubelet = PodSize.State.UNDER_WAY;
    SizeStage stage = stage(NO_WINDOWS);
    stage.minutes(3);
    assertTrue(stage.busy());
    stage.limit = Mode.RECOMMEND;
    stage.minutes(1);
    assertFalse(stage.busy());
    assertEquals("Withdrawn", stage.codes().get(1));
  }
}

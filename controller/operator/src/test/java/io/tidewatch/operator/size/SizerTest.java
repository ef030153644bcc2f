package io.tidewatch.operator.size;

import static io.tidewatch.operator.size.SizeStage.HPA_AT_60;
import static io.tidewatch.operator.size.SizeStage.NOON;
import static io.tidewatch.operator.size.SizeStage.NO_WINDOWS;
import static io.tidewatch.operator.size.SizeStage.SIZE;
import static io.tidewatch.operator.size.SizeStage.folder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.policy.size.RightSize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizerTest {
  @TempDir Path state;
  private final InMemorySizeCluster cluster = new InMemorySizeCluster(2);

  private SizeStage stage(String rules) {
    return new SizeStage(cluster, state, NOON, "shop", rules);
  }

  @Test
  void containers_that_would_restart_are_not_resized_in_place() {
    cluster.restarting = java.util.Set.of("main");
    SizeStage stage = stage(NO_WINDOWS);
    stage.minutes(3);
    assertEquals(List.of(), cluster.writes);
    assertEquals("TemplateNotAllowed", stage.condition());
  }

  @Test
  void recommend_tells_once_a_day_and_canary_touches_one_pod() {
    SizeStage stage = stage("mode: recommend\n");
    stage.minutes(30);
    assertEquals(List.of("ResizeRecommended"), stage.codes());
    assertTrue(cluster.events.get(0).text().contains(SIZE), cluster.events.toString());
    assertEquals(List.of(), cluster.writes);
    SizeStage canary =
        new SizeStage(cluster, folder(state, "canary"), NOON, "shop", "mode: canary\n");
    canary.minutes(30);
    assertEquals(List.of("web-1 " + SIZE), cluster.writes);
  }

  @Test
  void observe_asks_nothing_and_who_does_not_lead_does_nothing() {
    SizeStage stage = stage("mode: act\n");
    stage.limit = Mode.OBSERVE;
    stage.minutes(5);
    stage.limit = Mode.ACT;
    stage.leads = false;
    stage.minutes(5);
    assertEquals(0, stage.asked);
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void not_enough_data_or_a_serving_that_is_down_changes_nothing() {
    SizeStage stage = stage(NO_WINDOWS);
    stage.said = SizeSource.Said.nothing("serving is down");
    stage.minutes(3);
    assertEquals("NoSize", stage.condition());
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void what_was_learned_long_ago_or_nobody_knows_when_changes_nothing() {
    SizeStage stage = stage(NO_WINDOWS);
    Optional<RightSize> half = stage.said.size();
    Instant longAgo = stage.now.minus(Duration.ofHours(49));
    stage.said = new SizeSource.Said(half, Optional.of(longAgo), Optional.empty());
    stage.minutes(3);
    assertEquals("StaleSize", stage.condition());
    stage.said = new SizeSource.Said(half, Optional.empty(), Optional.empty());
    stage.minutes(3);
    assertEquals("StaleSize", stage.condition());
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void a_rollout_a_restart_or_a_fight_keeps_it_from_being_begun() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.moving = Optional.of("a rollout is under way");
    stage.minutes(3);
    assertEquals("Busy", stage.condition());
    cluster.moving = Optional.empty();
    stage.healing = true;
    stage.minutes(3);
    assertEquals("Busy", stage.condition());
    stage.healing = false;
    cluster.hpa = Optional.of(new SizeSights.Hpa("web", List.of(), false, Optional.of("a fight")));
    stage.minutes(3);
    assertEquals("ConflictingOwner", stage.condition());
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void a_vertical_autoscaler_is_named_and_so_is_an_api_that_cannot_tell() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.vpa = Optional.of("web-vpa");
    stage.minutes(30);
    assertEquals("VpaOwns", stage.condition());
    assertTrue(stage.text().contains("web-vpa"), stage.text());
    assertEquals(List.of("VpaOwns"), stage.codes(), "told once");
    cluster.vpa = Optional.empty();
    cluster.trouble = Optional.of("403 forbidden");
    stage.minutes(3);
    assertEquals("ConflictsUnknown", stage.condition());
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void an_hpa_on_cpu_keeps_the_cpu_as_it_is() {
    cluster.hpa = HPA_AT_60;
    stage(NO_WINDOWS).minutes(5);
    assertEquals(List.of("web-1 memory 500Mi", "web-2 memory 500Mi"), cluster.writes);
  }

  @Test
  void an_hpa_on_memory_keeps_the_memory_as_it_is() {
    cluster.hpa = Optional.of(new SizeSights.Hpa("web", List.of(), true, Optional.empty()));
    stage(NO_WINDOWS).minutes(5);
    assertEquals(List.of("web-1 cpu 500m", "web-2 cpu 500m"), cluster.writes);
  }

  @Test
  void pods_that_all_have_another_size_than_their_template_are_judged_by_it() {
    cluster.pods.replaceAll((pod, size) -> InMemorySizeCluster.HUMAN);
    SizeStage stage = stage(NO_WINDOWS);
    stage.says(0.7, 0.7);
    stage.minutes(3);
    assertEquals("RightSize", stage.condition());
    stage.says(0.5, 0.7);
    stage.minutes(3);
    assertEquals(List.of("web-1 " + SIZE, "web-2 " + SIZE), cluster.writes);
  }

  @Test
  void pods_that_do_not_agree_are_named_and_left_alone() {
    cluster.pods.put("web-2", InMemorySizeCluster.HUMAN);
    SizeStage stage = stage(NO_WINDOWS);
    stage.minutes(3);
    assertEquals("SizeUnknown", stage.condition());
    assertTrue(
        stage.text().contains("web-1 for cpu 1000m, memory 1000Mi; web-2 for cpu 700m"),
        stage.text());
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void pods_that_cannot_be_listed_are_not_judged() {
    cluster.listing = Optional.of("403 forbidden");
    SizeStage stage = stage(NO_WINDOWS);
    stage.minutes(3);
    assertEquals("ApiTrouble", stage.condition());
    assertEquals(List.of(), cluster.writes);
  }
}

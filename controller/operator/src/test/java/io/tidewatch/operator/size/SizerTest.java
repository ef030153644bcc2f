package io.tidewatch.operator.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.InMemoryNotes;
import io.tidewatch.operator.actuate.PodSize;
import io.tidewatch.operator.actuate.ResizeReason;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.policy.size.RightSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizerTest {
  /** A Tuesday. */
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static final String SIZE = "cpu 500m, memory 500Mi";
  private static final String NIGHTS =
      "  changeWindows: [{name: night, start: \"02:00\", end: \"04:00\"}]\nmode: act\n";
  private static final String NO_WINDOWS = "mode: act\n";

  private static final Optional<SizeSights.Hpa> HPA_AT_60 =
      Optional.of(new SizeSights.Hpa("web", List.of(60), false, Optional.empty()));

  private static final Map<Resource, Long> HUMAN =
      Map.of(Resource.CPU, 700L, Resource.MEMORY, InMemorySizeCluster.MIB * 700);
  private static final List<String> FIRST_AND_BACK =
      List.of("web-1 " + SIZE, "web-1 cpu 1000m, memory 1000Mi");

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
    for (PodSize.State state : List.of(PodSize.State.DEFERRED, PodSize.State.INFEASIBLE)) {
      InMemorySizeCluster its = new InMemorySizeCluster(2);
      its.kubelet = state;
      SizeStage stage =
          new SizeStage(
              its, folder(state.name()), Instant.parse("2026-11-24T02:00:00Z"), "shop", NIGHTS);
      stage.minutes(5);
      assertEquals(
          state == PodSize.State.DEFERRED
              ? List.of("web-1 " + SIZE, "web-1 cpu 1000m, memory 1000Mi", "template " + SIZE)
              : List.of("web-1 " + SIZE, "web-1 cpu 1000m, memory 1000Mi"),
          its.writes);
    }
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
              its, folder(reason.name()), Instant.parse("2026-11-24T02:00:00Z"), "shop", NIGHTS);
      stage.minutes(5);
      boolean left = reason == ResizeReason.NOT_SUPPORTED;
      assertEquals(left ? List.of("template " + SIZE) : List.of(), its.writes);
      assertTrue(left || stage.codes().contains(reason.code()), stage.codes().toString());
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
    assertEquals(FIRST_AND_BACK, cluster.writes);
    assertEquals("PodNotReady", stage.condition());
    assertFalse(stage.busy());
  }

  @Test
  void the_pods_left_are_looked_at_anew_before_each_of_them() {
    List<Consumer<InMemorySizeCluster>> changes =
        List.of(
            its -> its.vpa = Optional.of("web-vpa"),
            its -> its.hpa = HPA_AT_60,
            its -> its.template = HUMAN,
            its -> its.pods.put("web-2", HUMAN));
    for (int i = 0; i < changes.size(); i++) {
      InMemorySizeCluster its = new InMemorySizeCluster(2);
      its.kubelet = PodSize.State.UNDER_WAY;
      SizeStage stage = new SizeStage(its, folder("c" + i), NOON, "shop", NO_WINDOWS);
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
  void containers_that_would_restart_are_not_resized_in_place() {
    cluster.restarting = java.util.Set.of("main");
    SizeStage stage = stage(NO_WINDOWS);
    stage.minutes(3);
    assertEquals(List.of(), cluster.writes);
    assertEquals("TemplateNotAllowed", stage.condition());
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
  void recommend_tells_once_a_day_and_canary_touches_one_pod() {
    SizeStage stage = stage("mode: recommend\n");
    stage.minutes(30);
    assertEquals(List.of("ResizeRecommended"), stage.codes());
    assertTrue(cluster.events.get(0).text().contains(SIZE), cluster.events.toString());
    assertEquals(List.of(), cluster.writes);
    SizeStage canary = new SizeStage(cluster, folder("canary"), NOON, "shop", "mode: canary\n");
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

  @Test
  void a_pod_that_restarts_with_its_new_size_gets_its_former_one_back() {
    SizeStage stage = stage(NO_WINDOWS);
    cluster.kubelet = PodSize.State.UNDER_WAY;
    stage.minutes(3);
    cluster.started = Optional.of(stage.now);
    cluster.kubelet = PodSize.State.DONE;
    stage.minutes(1);
    assertEquals(FIRST_AND_BACK, cluster.writes);
    assertEquals("PodRestarted", stage.condition());
  }

  @Test
  void an_hpa_whose_target_may_change_gets_it_with_the_template_once_no_floor_stands() {
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
    cluster.template = Map.of(Resource.CPU, 700L, Resource.MEMORY, InMemorySizeCluster.MIB * 700);
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
    String back = "cpu 1000m, memory 1000Mi";
    assertEquals(
        List.of("web-1 " + back, "web-2 " + back), cluster.writes.subList(2, 4), "judged anew");
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
  void pods_that_all_have_another_size_than_their_template_are_judged_by_it() {
    cluster.pods.replaceAll((pod, size) -> HUMAN);
    SizeStage stage = stage(NO_WINDOWS);
    stage.says(0.7, 0.7);
    stage.minutes(3);
    assertEquals("RightSize", stage.condition());
    stage.says(0.5, 0.7);
    stage.minutes(3);
    assertEquals(List.of("web-1 " + SIZE, "web-2 " + SIZE), cluster.writes);
  }

  @Test
  void such_a_pod_gets_back_what_it_had_and_not_what_its_template_says_also_after_a_kill() {
    cluster.pods.replaceAll((pod, size) -> HUMAN);
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
  void pods_that_do_not_agree_are_named_and_left_alone() {
    cluster.pods.put("web-2", HUMAN);
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

  @Test
  void a_human_who_changes_the_template_meanwhile_wins() {
    SizeStage stage = stage(NIGHTS);
    stage.until(Instant.parse("2026-11-25T03:00:00Z"));
    cluster.template = Map.of(Resource.CPU, 700L, Resource.MEMORY, InMemorySizeCluster.MIB * 700);
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

  @Test
  void a_leader_with_another_state_directory_keeps_the_daily_limit() {
    SizeStage stage = stage(NO_WINDOWS);
    stage.minutes(5);
    assertEquals(2, cluster.writes.size());
    cluster.pods.replaceAll((pod, size) -> InMemorySizeCluster.FORMER);
    SizeStage next = elsewhere(stage, stage.now);
    next.minutes(5);
    assertEquals(2, cluster.writes.size());
    assertEquals("OncePerDay", next.condition());
    SizeStage tomorrow = elsewhere(stage, stage.now.plus(Duration.ofDays(1)));
    tomorrow.minutes(5);
    assertEquals(4, cluster.writes.size());
  }

  private SizeStage elsewhere(SizeStage leader, Instant now) {
    SizeStage next = new SizeStage(cluster, folder("at" + now), now, "shop", NO_WINDOWS);
    next.notes = leader.notes;
    next.restartProcess();
    return next;
  }

  @Test
  void while_nobody_knows_what_other_leaders_did_today_nothing_is_begun() {
    SizeStage stage = stage(NO_WINDOWS);
    for (String edited :
        List.of("{", "[]", "{\"v\":2}", "{\"v\":1,\"resizes\":{\"shop/web\":7}}")) {
      stage.notes.text = Optional.of(edited);
      stage.minutes(2);
      assertEquals("StateNotRead", stage.condition(), edited);
    }
    stage.notes.unreachable = true;
    stage.minutes(2);
    assertEquals("StateNotRead", stage.condition());
    assertEquals(List.of(), cluster.writes);
    stage.notes.unreachable = false;
    stage.notes.text = Optional.empty();
    stage.minutes(5);
    assertEquals(2, cluster.writes.size());
  }

  @Test
  void a_resize_that_cannot_be_noted_for_other_leaders_is_not_begun() {
    SizeStage stage = stage(NO_WINDOWS);
    stage.healing = true;
    stage.minutes(2);
    stage.healing = false;
    stage.notes.unreachable = true;
    stage.minutes(2);
    assertEquals("StateNotWritten", stage.condition());
    assertEquals(List.of(), cluster.writes);
  }

  @Test
  void the_note_of_resizes_stays_small() throws IOException {
    InMemoryNotes notes = new InMemoryNotes();
    ResizeDays days = new ResizeDays(notes, Duration.ofDays(1));
    for (int i = 0; i < 300; i++) {
      days.begin(WorkloadId.parse("shop/web-" + i), NOON.plusSeconds(i));
    }
    assertTrue(notes.text.orElseThrow().length() < 8_000, notes.text.orElseThrow());
    ResizeDays next = new ResizeDays(notes, Duration.ofDays(1));
    next.adopt();
    assertEquals(Optional.of(NOON.plusSeconds(299)), next.of(WorkloadId.parse("shop/web-299")));
    assertEquals(Optional.empty(), next.of(WorkloadId.parse("shop/web-0")));
  }

  @Test
  void a_file_that_cannot_be_read_stops_the_start() throws IOException {
    Files.writeString(state.resolve(SizeLedger.FILE), "{\"v\":1,\"resizes\":[{\"workload\":1}]}");
    assertThrows(UserException.class, () -> stage(NO_WINDOWS));
  }

  /** What ends a process: nothing catches it. */
  private static final class Killed extends Error {}

  @Test
  void killed_at_any_write_it_repeats_nothing_and_comes_to_the_same_end() {
    int kills = 0;
    for (long seed = 0; seed < 15; seed++) {
      InMemorySizeCluster its = new InMemorySizeCluster(3);
      kills += killed(its, seed, NIGHTS);
      assertEquals(
          List.of("web-1 " + SIZE, "web-2 " + SIZE, "web-3 " + SIZE, "template " + SIZE),
          its.writes,
          "schedule " + seed);
    }
    for (long seed = 100; seed < 115; seed++) {
      InMemorySizeCluster its = new InMemorySizeCluster(3);
      its.hpa = HPA_AT_60;
      kills += killed(its, seed, "  hpaTarget: true\n" + NIGHTS);
      assertEquals(List.of("hpa 120", "template " + SIZE), its.writes, "schedule " + seed);
    }
    assertTrue(kills > 30, "kills: " + kills);
  }

  private int killed(InMemorySizeCluster its, long seed, String rules) {
    Random random = new Random(seed);
    its.aroundWrites =
        () -> {
          if (random.nextInt(3) == 0) {
            throw new Killed();
          }
        };
    SizeStage stage =
        new SizeStage(
            its, folder("k" + seed), Instant.parse("2026-11-24T02:00:00Z"), "shop", rules);
    int kills = 0;
    while (stage.now.isBefore(Instant.parse("2026-11-25T03:00:00Z"))) {
      boolean night = stage.now.isBefore(Instant.parse("2026-11-24T04:00:00Z"));
      stage.now = stage.now.plusSeconds(night ? 60 : 600);
      try {
        stage.look();
      } catch (Killed killed) {
        kills++;
        stage.restartProcess();
      }
    }
    assertEquals("Resized", stage.codes().get(stage.codes().size() - 1), "schedule " + seed);
    return kills;
  }

  @Test
  void a_process_that_does_not_know_its_scalers_yet_forgets_nothing() {
    SizeStage stage = stage(NIGHTS);
    stage.until(Instant.parse("2026-11-26T01:55:00Z"));
    var known = stage.plans;
    stage.plans = List.of();
    stage.restartProcess();
    stage.minutes(1);
    stage.plans = known;
    stage.until(Instant.parse("2026-11-26T02:30:00Z"));
    assertEquals("template " + SIZE, cluster.writes.get(2));
  }

  @Test
  void a_scaler_that_is_deleted_before_the_template_was_written_leaves_no_other_target_behind() {
    cluster.hpa = HPA_AT_60;
    SizeStage stage =
        new SizeStage(
            cluster,
            state,
            Instant.parse("2026-11-24T02:00:00Z"),
            "shop",
            "  hpaTarget: true\n" + NIGHTS);
    cluster.aroundWrites =
        () -> {
          if (cluster.writes.equals(List.of("hpa 120"))) {
            throw new Killed();
          }
        };
    assertThrows(Killed.class, () -> stage.minutes(3));
    stage.plans = List.of();
    cluster.aroundWrites = () -> {};
    stage.restartProcess();
    stage.minutes(40);
    assertEquals(List.of("hpa 120", "hpa 60"), cluster.writes);
    assertFalse(stage.busy());
  }

  private Path folder(String name) {
    try {
      return Files.createDirectory(state.resolve(name));
    } catch (IOException full) {
      throw new AssertionError(full);
    }
  }
}

package io.tidewatch.operator.size;

import static io.tidewatch.operator.size.SizeStage.HPA_AT_60;
import static io.tidewatch.operator.size.SizeStage.NIGHTS;
import static io.tidewatch.operator.size.SizeStage.NOON;
import static io.tidewatch.operator.size.SizeStage.NO_WINDOWS;
import static io.tidewatch.operator.size.SizeStage.SIZE;
import static io.tidewatch.operator.size.SizeStage.folder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.InMemoryNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a process and a node. */
class SizeMemoryTest {
  @TempDir Path state;
  private final InMemorySizeCluster cluster = new InMemorySizeCluster(2);

  private SizeStage stage(String rules) {
    return new SizeStage(cluster, state, NOON, "shop", rules);
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
    SizeStage next = new SizeStage(cluster, folder(state, "at" + now), now, "shop", NO_WINDOWS);
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
            its, folder(state, "k" + seed), Instant.parse("2026-11-24T02:00:00Z"), "shop", rules);
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
}

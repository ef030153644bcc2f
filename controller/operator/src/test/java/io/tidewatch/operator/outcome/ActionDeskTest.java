package io.tidewatch.operator.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Severity;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.FloorView;
import io.tidewatch.operator.actuate.InMemoryNotes;
import io.tidewatch.operator.crd.LastActions;
import io.tidewatch.operator.crd.LastActions.RolledBack.State;
import io.tidewatch.operator.heal.HealNews;
import io.tidewatch.operator.incident.Incident;
import io.tidewatch.operator.incident.Incidents;
import io.tidewatch.operator.size.SizeNews;
import io.tidewatch.policy.outcome.ServiceLevels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionDeskTest {
  private static final WorkloadId WEB = WorkloadId.parse("shop/web");
  private static final WorkloadId OTHER = WorkloadId.parse("shop/api");
  private static final Instant T0 = Instant.parse("2026-11-24T00:00:00Z");
  private static final Deed RAISED = deed("FloorSet", true);
  private static final Deed LOWERED = deed("TargetRestored", false);

  @TempDir Path state;
  private final InMemoryNotes notes = new InMemoryNotes();
  private final List<String> told = new ArrayList<>();
  private final List<String> incidents = new ArrayList<>();
  private Instant now = T0;
  private String version = "uid/1";
  private Optional<Instant> measured = Optional.empty();
  private OptionalDouble latency = OptionalDouble.of(0.1);

  private ActionDesk desk() {
    return desk(state);
  }

  private ActionDesk desk(Path directory) {
    return new ActionDesk(
        Timescale.realTime(),
        RollbackBook.open(directory, Duration.ofDays(1)),
        workload -> Optional.of(terms()),
        (workload, at) ->
            new ServiceSource.Measured(measured.orElse(at), latency, OptionalDouble.empty()),
        recording(),
        news ->
            told.add(
                news.action()
                    + " "
                    + news.code()
                    + news.verdict().map(verdict -> " " + verdict.text()).orElse("")));
  }

  @Test
  void a_floor_is_judged_when_its_time_is_over_and_again_while_it_stands() {
    ActionDesk desk = desk();
    for (int i = 0; i < 81; i++) {
      desk.done(WEB, deed("FloorKept", false), now);
      see(desk, 8, 4, 6);
    }
    assertEquals(List.of("floor Judged helped", "floor Judged helped"), told);
    LastActions.Judged last = actions(desk).judged().orElseThrow();
    assertEquals("helped", last.outcome());
  }

  @Test
  void a_floor_that_is_given_back_early_is_judged_at_once() {
    ActionDesk desk = desk();
    desk.done(WEB, deed("FloorSet", false), now);
    see(desk, 8, 4, 3);
    see(desk, 8, 4, 3);
    desk.done(WEB, gone("Restored"), now);
    assertEquals(List.of("floor Judged neutral"), told);
    assertEquals("FloorSet", actions(desk).done().orElseThrow().code());
  }

  @Test
  void two_known_violations_with_fewer_pods_than_the_hpa_roll_the_target_back_once() {
    ActionDesk desk = suffering();
    assertTrue(desk.rolledBack(WEB, now));
    assertEquals(1, told.stream().filter("target RolledBack"::equals).count());
    // The API server is slow: the target is still seen as raised for a while.
    for (int i = 0; i < 10; i++) {
      desk.done(WEB, deed("FloorKept", true), now);
      see(desk, 4, 6, 3);
    }
    assertEquals(1, told.stream().filter("target RolledBack"::equals).count(), told.toString());
    assertEquals(Optional.empty(), desk.toBeTold(WEB, RAISED), "it is not carried out yet");
    desk.done(WEB, LOWERED, now);
    assertTrue(desk.toBeTold(WEB, LOWERED).orElseThrow().contains("4 pods ready"));
    assertEquals(Optional.empty(), desk.toBeTold(WEB, LOWERED), "people were told");
    assertTrue(told.contains("target Judged harmed"), told.toString());
    assertTrue(incidents.contains("open RolledBack"));
    assertEquals(State.HOLDS, actions(desk).rolledBack().orElseThrow().state());
  }

  @Test
  void a_page_that_stays_the_same_rolls_nothing_back() {
    ActionDesk desk = desk();
    desk.done(WEB, RAISED, now);
    latency = OptionalDouble.of(2);
    measured = Optional.of(now);
    for (int i = 0; i < 8; i++) {
      see(desk, 4, 6, 3);
    }
    assertFalse(desk.rolledBack(WEB, now));
  }

  @Test
  void what_the_raised_target_did_is_not_held_against_the_floor() {
    ActionDesk desk = suffering();
    desk.done(WEB, LOWERED, now);
    see(desk, 6, 6, 3);
    desk.done(WEB, gone("Restored"), now);
    assertTrue(told.contains("target Judged harmed"), told.toString());
    assertTrue(told.contains("floor Judged neutral"), told.toString());
  }

  @Test
  void a_killed_process_neither_repeats_it_nor_forgets_its_cool_down() {
    suffering();
    ActionDesk next = desk();
    told.clear();
    assertTrue(next.rolledBack(WEB, now));
    next.done(WEB, deed("FloorKept", true), now);
    see(next, 4, 6, 3);
    now = now.plusSeconds(45);
    see(next, 4, 6, 3);
    assertFalse(told.contains("target RolledBack"), told.toString());
    now = now.plus(Duration.ofMinutes(30));
    assertFalse(next.rolledBack(WEB, now));
  }

  @Test
  void a_leader_with_another_state_directory_neither_raises_before_it_knows_nor_forgets() {
    ActionDesk desk = suffering();
    desk.exchange(notes);
    ActionDesk next = elsewhere("b");
    notes.unreachable = true;
    next.exchange(notes);
    assertEquals(Raise.AS_IT_STANDS, next.raise(OTHER, now), "it is not known yet");
    notes.unreachable = false;
    next.exchange(notes);
    assertEquals(Raise.ALLOWED, next.raise(OTHER, now));
    assertEquals(Raise.FORBIDDEN, next.raise(WEB, now));
    now = now.plus(Duration.ofMinutes(30));
    assertEquals(Raise.ALLOWED, next.raise(WEB, now));
    suffering(next);
    assertTrue(next.rolledBack(WEB, now.plus(Duration.ofMinutes(59))), "twice as long");
    next.exchange(notes);
    desk.exchange(notes);
    assertTrue(notes.text.orElseThrow().contains("\"times\":2"), "who is behind says nothing");
  }

  @Test
  void while_the_note_cannot_be_read_no_target_is_raised_and_floors_go_on() {
    ActionDesk desk = desk();
    for (String edited : List.of("{", "[]", "{\"v\":1,\"rollbacks\":[{\"workload\":\"?\"}]}")) {
      notes.text = Optional.of(edited);
      desk.exchange(notes);
      assertEquals(Raise.FORBIDDEN, desk.raise(WEB, now), edited);
      LastActions.RolledBack said = actions(desk).rolledBack().orElseThrow();
      assertEquals(State.UNKNOWN, said.state());
      assertTrue(said.text().contains("remove that annotation"), said.text());
      assertFalse(desk.rolledBack(WEB, now));
      assertEquals(Optional.of(edited), notes.text, "it is left to whoever edited it");
    }
    notes.text = Optional.empty();
    notes.unreachable = true;
    desk.exchange(notes);
    assertEquals(Raise.FORBIDDEN, desk.raise(WEB, now), "what was unreadable may still be");
    notes.unreachable = false;
    desk.exchange(notes);
    assertEquals(Raise.ALLOWED, desk.raise(WEB, now));
    assertEquals(Optional.empty(), actions(desk).rolledBack());
    assertEquals(Optional.empty(), notes.text, "there is nothing to note");
  }

  @Test
  void a_roll_back_that_could_not_be_noted_is_noted_later() {
    ActionDesk desk = desk();
    desk.exchange(notes);
    suffering(desk);
    notes.unreachable = true;
    desk.exchange(notes);
    notes.unreachable = false;
    desk.exchange(notes);
    ActionDesk next = elsewhere("b");
    next.exchange(notes);
    assertTrue(next.rolledBack(WEB, now));
  }

  @Test
  void the_note_stays_small_and_keeps_the_cool_downs_that_end_last() throws IOException {
    RollbackBook book = RollbackBook.open(state, Duration.ofDays(1));
    for (int i = 0; i < 200; i++) {
      Instant until = T0.plusSeconds(i);
      book.begin(
          new Rollback(WorkloadId.parse("shop/web-" + i), "target", "uid/1", T0, until, 1, "why"));
    }
    book.exchange(notes);
    RollbackBook next = RollbackBook.open(folder("b"), Duration.ofDays(1));
    next.exchange(notes);
    assertTrue(notes.text.orElseThrow().length() < 16_000);
    assertTrue(next.of(WorkloadId.parse("shop/web-199"), "target").isPresent());
    assertTrue(next.of(WorkloadId.parse("shop/web-139"), "target").isEmpty());
  }

  private ActionDesk elsewhere(String node) {
    return desk(folder(node));
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(state.resolve(name));
    } catch (IOException full) {
      throw new AssertionError(full);
    }
  }

  @Test
  void each_repetition_doubles_the_cool_down() {
    ActionDesk desk = suffering();
    now = now.plus(Duration.ofMinutes(31));
    desk.done(WEB, LOWERED, now);
    desk.done(WEB, RAISED, now);
    see(desk, 4, 6, 3);
    now = now.plusSeconds(45);
    see(desk, 4, 6, 3);
    assertTrue(desk.rolledBack(WEB, now.plus(Duration.ofMinutes(59))));
    assertFalse(desk.rolledBack(WEB, now.plus(Duration.ofMinutes(60))));
  }

  @Test
  void a_changed_spec_ends_the_cool_down_and_the_incident() {
    ActionDesk desk = suffering();
    version = "uid/2";
    assertFalse(desk.rolledBack(WEB, now));
    latency = OptionalDouble.empty();
    see(desk, 4, 6, 3);
    assertEquals("over RolledBack", incidents.get(incidents.size() - 1));
    assertEquals(State.OVER, actions(desk).rolledBack().orElseThrow().state());
  }

  @Test
  void unknown_latency_and_a_hpa_that_would_have_had_no_more_pods_are_no_reason() {
    ActionDesk desk = desk();
    latency = OptionalDouble.empty();
    desk.done(WEB, RAISED, now);
    for (int i = 0; i < 20; i++) {
      see(desk, 4, 6, 3);
    }
    latency = OptionalDouble.of(2);
    for (int i = 0; i < 20; i++) {
      see(desk, 6, 6, 3);
    }
    assertFalse(desk.rolledBack(WEB, now));
  }

  @Test
  void after_the_watch_window_of_the_last_write_nothing_is_rolled_back() {
    ActionDesk desk = desk();
    desk.done(WEB, RAISED, now);
    see(desk, 4, 6, 3);
    now = now.plus(Duration.ofMinutes(11));
    latency = OptionalDouble.of(2);
    desk.done(WEB, deed("FloorKept", true), now);
    see(desk, 4, 6, 3);
    now = now.plusSeconds(45);
    see(desk, 4, 6, 3);
    assertFalse(desk.rolledBack(WEB, now));
  }

  @Test
  void a_restart_is_judged_ten_minutes_after_the_eviction() {
    ActionDesk desk = desk();
    desk.heard(heal(HealNews.Kind.EVICTED, "web-1"));
    desk.heard(heal(HealNews.Kind.REPLACED, "web-1"));
    now = now.plus(Duration.ofMinutes(10));
    see(desk, 4, 4, 3);
    assertEquals("restart Judged helped", told.get(2));
    desk.heard(heal(HealNews.Kind.EVICTED, "web-2"));
    desk.heard(heal(HealNews.Kind.REPLACED, "web-2"));
    desk.heard(heal(HealNews.Kind.DETECTED, "web-3"));
    now = now.plus(Duration.ofMinutes(10));
    see(desk, 4, 4, 3);
    assertEquals("restart Judged harmed", told.get(told.size() - 1));
    assertEquals("REPLACED", actions(desk).done().orElseThrow().code());
  }

  @Test
  void a_resize_is_judged_ten_minutes_after_the_last_pod_got_it() {
    ActionDesk desk = desk();
    see(desk, 4, 4, 3);
    desk.heard(size(SizeNews.Kind.POD));
    now = now.plus(Duration.ofMinutes(9));
    desk.heard(size(SizeNews.Kind.POD));
    now = now.plus(Duration.ofMinutes(9));
    see(desk, 4, 4, 3);
    assertEquals(2, told.size(), told.toString());
    latency = OptionalDouble.of(2);
    see(desk, 4, 4, 3);
    now = now.plus(Duration.ofMinutes(1));
    see(desk, 4, 4, 3);
    assertEquals("resize Judged harmed", told.get(2));
    assertEquals("resize", actions(desk).done().orElseThrow().action());
  }

  private SizeNews size(SizeNews.Kind kind) {
    return new SizeNews(now, WEB, kind, kind.name(), "");
  }

  @Test
  void another_replica_that_leads_follows_what_stands() {
    ActionDesk desk = desk();
    desk.done(WEB, RAISED, now);
    see(desk, 4, 6, 5);
    desk.done(WEB, gone("NotLeader"), now);
    now = now.plus(Duration.ofHours(1));
    see(desk, 4, 6, 5);
    assertEquals(List.of(), told);
  }

  private ActionDesk suffering() {
    ActionDesk desk = desk();
    suffering(desk);
    return desk;
  }

  private void suffering(ActionDesk desk) {
    latency = OptionalDouble.of(0.1);
    desk.done(WEB, RAISED, now);
    see(desk, 4, 6, 3);
    latency = OptionalDouble.of(2);
    see(desk, 4, 6, 3);
    see(desk, 4, 6, 3);
    assertFalse(desk.rolledBack(WEB, now), "one bad moment is none");
    now = now.plusSeconds(45);
    see(desk, 4, 6, 3);
  }

  private void see(ActionDesk desk, int ready, int hpa, double load) {
    now = now.plusSeconds(15);
    OptionalDouble known = OptionalDouble.of(load);
    Sight sight = new Sight(now, known, known, ready, ready, hpa, hpa);
    desk.saw(WEB, now, Optional.of(sight));
  }

  private LastActions actions(ActionDesk desk) {
    return desk.of(WEB, now, OptionalInt.empty());
  }

  private Terms terms() {
    ServiceLevels levels = new ServiceLevels(OptionalDouble.of(0.5), OptionalDouble.empty());
    return new Terms(version, levels, true, Duration.ofMinutes(10), Duration.ofMinutes(30));
  }

  private HealNews heal(HealNews.Kind kind, String pod) {
    return new HealNews(now, WEB, pod, kind, kind.name(), "", Severity.WARNING);
  }

  private static Deed deed(String code, boolean raised) {
    FloorView view = new FloorView("d", 5, 2, raised, T0.plusSeconds(600));
    return new Deed(code, "", Optional.of(view), Optional.empty(), false);
  }

  private static Deed gone(String code) {
    return new Deed(code, "", Optional.empty(), Optional.empty(), false);
  }

  private Incidents recording() {
    return new Incidents() {
      @Override
      public void report(Incident incident) {
        incidents.add("open " + incident.cause());
      }

      @Override
      public void over(Incident.Key key, Instant at, String why) {
        incidents.add("over " + key.cause());
      }
    };
  }
}

package io.tidewatch.operator.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.InMemoryNotes;
import io.tidewatch.operator.heal.RestartLedger.Entry;
import io.tidewatch.operator.heal.RestartLedger.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartLedgerTest {
  private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path state;
  private final InMemoryNotes notes = new InMemoryNotes();

  private static Entry entry(String uid, Instant at) {
    return new Entry(WorkloadId.parse("shop/web"), "web-" + uid, uid, at, 3, Outcome.OPEN);
  }

  private RestartLedger open() {
    return RestartLedger.open(state, DAY, notes);
  }

  /** The ledger of a leader on another node. */
  private RestartLedger elsewhere(String node) throws IOException {
    RestartLedger other =
        RestartLedger.open(Files.createDirectories(state.resolve(node)), DAY, notes);
    other.adopt();
    return other;
  }

  @Test
  void a_leader_on_another_node_knows_what_was_begun_and_how_it_ended() throws IOException {
    RestartLedger first = open();
    Entry open = entry("a", T0);
    first.begin(open);
    RestartLedger second = elsewhere("b");
    assertEquals(List.of(open), second.entries());
    second.end("a", Outcome.REPLACED);
    second.begin(entry("b", T0.plusSeconds(60)));
    RestartLedger back = open();
    assertEquals(List.of(open), back.entries(), "its own file is behind");
    back.adopt();
    assertEquals(second.entries(), back.entries());
    assertEquals(second.entries(), open().entries(), "and its file knows it from now on");
  }

  @Test
  void without_the_note_nothing_begins_and_nothing_is_adopted() throws IOException {
    RestartLedger ledger = open();
    notes.unreachable = true;
    assertThrows(IOException.class, () -> ledger.begin(entry("a", T0)));
    assertThrows(IOException.class, ledger::adopt);
    assertEquals(List.of(), open().entries());
    notes.unreachable = false;
    notes.text = Optional.of("{\"v\":1,\"restarts\":[{\"workload\":\"?\"}]}");
    assertThrows(IOException.class, ledger::adopt);
  }

  @Test
  void the_note_stays_small_and_keeps_what_budgets_count() throws IOException {
    RestartLedger ledger = open();
    for (int i = 0; i < 200; i++) {
      ledger.begin(entry("u" + i, T0.plusSeconds(i)));
      ledger.end("u" + i, i % 10 == 0 ? Outcome.REPLACED : Outcome.REFUSED);
    }
    RestartLedger next = elsewhere("b");
    assertEquals(60, next.entries().size());
    assertEquals(20, next.entries().stream().filter(Entry::spent).count());
    assertTrue(notes.text.orElseThrow().length() < 16_000);
  }

  @Test
  void what_was_begun_is_known_to_the_next_process() throws IOException {
    Entry entry = entry("a", T0);
    open().begin(entry);
    assertEquals(List.of(entry), open().entries());
    RestartLedger next = open();
    next.end("a", Outcome.REPLACED);
    assertEquals(List.of(entry.ended(Outcome.REPLACED)), open().entries());
  }

  @Test
  void a_file_that_was_not_finished_is_no_file() throws IOException {
    open().begin(entry("a", T0));
    Files.writeString(state.resolve(RestartLedger.FILE + ".new"), "{\"v\":1,\"rest");
    assertEquals(1, open().entries().size());
    open().begin(entry("b", T0));
    assertEquals(2, open().entries().size());
  }

  @Test
  void what_is_older_than_a_day_is_forgotten_unless_it_is_open() throws IOException {
    RestartLedger ledger = open();
    ledger.begin(entry("a", T0));
    ledger.begin(entry("b", T0));
    ledger.end("a", Outcome.REPLACED);
    ledger.begin(entry("c", T0.plus(DAY)));
    assertEquals(List.of("b", "c"), open().entries().stream().map(Entry::uid).toList());
  }

  @Test
  void a_refused_restart_has_spent_nothing() {
    assertTrue(entry("a", T0).spent());
    assertTrue(!entry("a", T0).ended(Outcome.REFUSED).spent());
  }

  @Test
  void a_file_that_cannot_be_read_stops_the_start_and_says_what_to_do() throws IOException {
    for (String nonsense :
        List.of("", "{", "[]", "{\"v\":2}", "{\"v\":1,\"restarts\":[{\"workload\":\"x\"}]}")) {
      Files.writeString(state.resolve(RestartLedger.FILE), nonsense);
      UserException refused = assertThrows(UserException.class, this::open, nonsense);
      assertTrue(refused.remedy().contains("delete it if"), refused.remedy());
    }
  }

  @Test
  void a_directory_that_cannot_be_written_is_an_error_before_anything_is_done() throws IOException {
    RestartLedger ledger = open();
    Files.createDirectory(state.resolve(RestartLedger.FILE + ".new"));
    assertThrows(IOException.class, () -> ledger.begin(entry("a", T0)));
    assertEquals(List.of(), ledger.entries());
  }
}

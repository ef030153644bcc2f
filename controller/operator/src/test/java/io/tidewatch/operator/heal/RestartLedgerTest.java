package io.tidewatch.operator.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.heal.RestartLedger.Entry;
import io.tidewatch.operator.heal.RestartLedger.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartLedgerTest {
  private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path state;

  private static Entry entry(String uid, Instant at) {
    return new Entry(WorkloadId.parse("shop/web"), "web-" + uid, uid, at, 3, Outcome.OPEN);
  }

  private RestartLedger open() {
    return RestartLedger.open(state, DAY);
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

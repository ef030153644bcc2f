package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.NOON;
import static io.tidewatch.operator.incident.TestingIncidents.conflict;
import static io.tidewatch.operator.incident.TestingIncidents.leak;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.operator.incident.Incident.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentJournalTest {
  @TempDir Path directory;

  @Test
  void an_episode_comes_back_as_it_was_last() {
    Routing routing = new Routing(Severity.INFO, List.of("people"), Map.of("team", "shop"));
    Episode episode =
        Episode.opened(leak("web-1", Severity.WARNING), routing, NOON, Optional.of(NOON))
            .told("people", 1)
            .again(leak("web-1", Severity.CRITICAL), NOON.plusSeconds(60))
            .over(NOON.plusSeconds(90), "replaced");
    IncidentJournal journal = IncidentJournal.open(directory);
    journal.keep(opened("web-1"));
    journal.keep(episode);
    journal.keep(opened("web-2"));
    journal.drop(opened("web-2").fingerprint());
    assertEquals(List.of(episode), List.copyOf(IncidentJournal.open(directory).episodes()));
  }

  @Test
  void a_line_torn_by_a_kill_is_cut_off_and_spoils_no_other() throws IOException {
    IncidentJournal.open(directory).keep(opened("web-1"));
    Files.write(file(), new byte[] {'{', '"', (byte) 0xC3}, StandardOpenOption.APPEND);
    IncidentJournal.open(directory).keep(opened("web-2"));
    assertEquals(2, IncidentJournal.open(directory).episodes().size());
  }

  @Test
  void a_line_of_another_version_is_left_out() throws IOException {
    Files.writeString(file(), "{\"episode\":{\"severity\":\"deafening\"}}\nnonsense\n");
    IncidentJournal journal = IncidentJournal.open(directory);
    assertEquals(0, journal.episodes().size());
    journal.keep(opened("web-1"));
    assertEquals(1, IncidentJournal.open(directory).episodes().size());
  }

  @Test
  void its_size_is_bounded_by_what_is_open_not_by_what_has_been() throws IOException {
    IncidentJournal journal = IncidentJournal.open(directory);
    for (int i = 0; i < 5_000; i++) {
      Episode episode = opened("web-" + i % 10);
      journal.keep(episode);
      journal.keep(episode.over(NOON, "over"));
      if (i >= 10) {
        journal.drop(episode.fingerprint());
      }
    }
    assertTrue(Files.size(file()) < 800 * 1_200, "bytes: " + Files.size(file()));
    journal.keep(opened("last"));
    assertEquals(1, IncidentJournal.open(directory).episodes().size());
  }

  @Test
  void a_kill_while_it_is_written_anew_leaves_the_old_one() throws IOException {
    IncidentJournal.open(directory).keep(opened("web-1"));
    Files.writeString(directory.resolve("incidents.jsonl.new"), "{\"episode\"");
    assertEquals(1, IncidentJournal.open(directory).episodes().size());
    assertTrue(Files.notExists(directory.resolve("incidents.jsonl.new")));
  }

  @Test
  void a_late_answer_after_the_end_writes_nothing() throws IOException {
    IncidentJournal journal = IncidentJournal.open(directory);
    journal.close();
    journal.keep(opened("web-1"));
    assertEquals(0, Files.size(file()));
  }

  @Test
  void an_author_who_writes_a_novel_gets_a_line_of_16_kib() {
    Incident novel =
        new Incident(
            TestingIncidents.WEB,
            "Novel",
            "",
            Severity.INFO,
            "😀".repeat(10_000),
            Collections.nCopies(100, "x".repeat(1_000)),
            List.of(),
            List.of(),
            null,
            NOON);
    Episode episode = Episode.opened(novel, Routing.STANDARD, NOON, Optional.empty());
    assertTrue(IncidentJson.line(episode).length() < 16_384);
    assertEquals(20, episode.incident().evidence().size());
    assertTrue(episode.incident().title().endsWith("😀…"), episode.incident().title());
  }

  @Test
  void fingerprints_are_stable_and_differ_by_cause_and_subject() {
    assertEquals("7cf8bebc8d5c89cf", opened("web-1").fingerprint());
    assertEquals(
        3,
        List.of(
                opened("web-1"),
                opened("web-2"),
                Episode.opened(
                    conflict(1, Severity.INFO), Routing.STANDARD, NOON, Optional.empty()))
            .stream()
            .map(Episode::fingerprint)
            .distinct()
            .count());
  }

  @Test
  void a_directory_that_is_a_file_is_the_users_mistake() throws IOException {
    Path occupied = Files.writeString(directory.resolve("file"), "");
    assertThrows(UserException.class, () -> IncidentJournal.open(occupied));
  }

  private Path file() {
    return directory.resolve("incidents.jsonl");
  }

  private static Episode opened(String pod) {
    return Episode.opened(leak(pod, Severity.WARNING), Routing.STANDARD, NOON, Optional.of(NOON));
  }
}

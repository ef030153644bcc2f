package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionRingTest {
  @TempDir Path directory;

  @Test
  void newest_come_first_and_only_those_of_the_workload() throws IOException {
    try (DecisionRing ring = DecisionRing.open(directory)) {
      for (int i = 1; i <= 6; i++) {
        ring.append(i, record(i, i % 2 == 0 ? "shop/web" : "shop/api"));
      }
      assertEquals(List.of(6L, 5L, 4L), sequences(ring.newest(Optional.empty(), 3)));
      assertEquals(List.of(6L, 4L, 2L), sequences(ring.newest(Optional.of(Samples.WEB), 10)));
    }
  }

  @Test
  void a_restart_goes_on_with_the_sequence_and_keeps_what_was_there() throws IOException {
    append(1, 2, 3);
    try (DecisionRing ring = DecisionRing.open(directory)) {
      assertEquals(3, ring.lastSequence());
      ring.append(4, record(4, "shop/web"));
      assertEquals(List.of(4L, 3L, 2L, 1L), sequences(ring.newest(Optional.empty(), 10)));
    }
  }

  @Test
  void a_line_torn_by_a_kill_is_skipped_and_spoils_no_other() throws IOException {
    append(1, 2);
    Path segment = segments().get(0);
    // Ends inside a two-byte character, as a kill may.
    byte[] torn = {'{', '"', 's', 'e', 'q', 'u', 'e', 'n', 'c', 'e', '"', ':', '3', (byte) 0xC3};
    Files.write(segment, torn, StandardOpenOption.APPEND);
    append(3);
    try (DecisionRing ring = DecisionRing.open(directory)) {
      assertEquals(List.of(3L, 2L, 1L), sequences(ring.newest(Optional.empty(), 10)));
    }
  }

  @Test
  void readers_skip_a_line_that_is_being_written() throws IOException {
    try (DecisionRing ring = DecisionRing.open(directory)) {
      ring.append(1, record(1, "shop/web"));
      Files.writeString(segments().get(0), "{\"sequence\":2,", StandardOpenOption.APPEND);
      assertEquals(List.of(1L), sequences(ring.newest(Optional.empty(), 10)));
    }
  }

  @Test
  void the_oldest_segments_are_dropped_and_the_sequence_survives() throws IOException {
    try (DecisionRing ring = DecisionRing.open(directory, 3, 200)) {
      for (int i = 1; i <= 100; i++) {
        ring.append(i, record(i, "shop/web"));
      }
      assertEquals(3, segments().size());
      List<Long> kept = sequences(ring.newest(Optional.empty(), 1_000));
      assertEquals(100L, kept.get(0));
      assertTrue(kept.size() < 30, "bounded: " + kept.size());
    }
    try (DecisionRing ring = DecisionRing.open(directory, 3, 200)) {
      assertEquals(100, ring.lastSequence());
    }
  }

  @Test
  void a_kill_right_after_a_new_segment_was_made_loses_no_sequence() throws IOException {
    append(1, 2);
    Files.createFile(directory.resolve("decisions-%019d.jsonl".formatted(3)));
    try (DecisionRing ring = DecisionRing.open(directory)) {
      assertEquals(2, ring.lastSequence());
    }
  }

  @Test
  void the_newest_of_each_workload_is_found_across_segments() throws IOException {
    try (DecisionRing ring = DecisionRing.open(directory, 50, 100)) {
      ring.append(1, record(1, "shop/api"));
      for (int i = 2; i <= 20; i++) {
        ring.append(i, record(i, "shop/web"));
      }
      WorkloadId unseen = WorkloadId.parse("shop/unseen");
      var newest = ring.newestOfEach(List.of(Samples.WEB, Samples.API, unseen));
      assertEquals(20, newest.get(Samples.WEB).path("sequence").asLong());
      assertEquals(1, newest.get(Samples.API).path("sequence").asLong());
      assertEquals(2, newest.size());
    }
  }

  @Test
  void a_second_controller_on_the_same_directory_is_refused() throws IOException {
    try (DecisionRing first = DecisionRing.open(directory)) {
      UserException refused = assertThrows(UserException.class, () -> DecisionRing.open(directory));
      assertTrue(refused.problem().startsWith("another controller runs"), refused.problem());
      first.append(1, record(1, "shop/web"));
    }
  }

  @Test
  void a_directory_that_is_a_file_is_the_users_mistake() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThrows(UserException.class, () -> DecisionRing.open(file));
  }

  private void append(int... sequences) throws IOException {
    try (DecisionRing ring = DecisionRing.open(directory)) {
      for (int sequence : sequences) {
        ring.append(sequence, record(sequence, "shop/web"));
      }
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static String record(int sequence, String workload) {
    return "{\"sequence\":%d,\"workload\":\"%s\"}".formatted(sequence, workload);
  }

  private static List<Long> sequences(List<JsonNode> records) {
    return records.stream().map(record -> record.path("sequence").asLong()).toList();
  }
}

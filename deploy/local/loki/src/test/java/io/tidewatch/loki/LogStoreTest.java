package io.tidewatch.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogStoreTest {
  private static final Labels WEB = Labels.of(Map.of("app", "web"));
  private static final Labels JOB = Labels.of(Map.of("app", "job"));

  @TempDir Path folder;

  @Test
  void lines_survive_a_restart_with_their_streams_and_metadata() throws IOException {
    LogEntry first = new LogEntry(WEB, 5, "a", Map.of("trace", "1"));
    LogEntry later = new LogEntry(JOB, LogStore.BUCKET_NANOS + 1, "ünïcode", Map.of());
    try (LogStore store = LogStore.open(folder)) {
      store.append(List.of(later, first));
    }
    try (LogStore store = LogStore.open(folder)) {
      assertEquals(List.of(first, later), all(store));
      assertEquals(List.of(JOB, WEB), store.streams(0, 2 * LogStore.BUCKET_NANOS, s -> true));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 9, 20})
  void a_record_that_a_crash_left_unfinished_is_cut_off_and_writing_goes_on(int missing)
      throws IOException {
    write("first", "second, which is torn");
    Path file = file();
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(raw.length() - missing);
    }
    write("third");
    assertEquals(List.of("first", "third"), texts());
  }

  @Test
  void damage_in_the_middle_costs_one_line() throws IOException {
    write("first", "second", "third");
    Path file = file();
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("second");
    bytes[at] ^= 1;
    Files.write(file, bytes);
    assertEquals(List.of("first", "third"), texts());
  }

  @Test
  void an_empty_file_is_a_bucket_whose_first_write_was_lost() throws IOException {
    write("first");
    Path file = file();
    Files.write(file, new byte[3]);
    write("second");
    assertEquals(List.of("second"), texts());
  }

  @Test
  void a_file_of_another_version_is_refused() throws IOException {
    Files.writeString(folder.resolve("000000000000.log"), "something else entirely");
    assertThrows(IOException.class, () -> LogStore.open(folder));
  }

  @Test
  void a_second_server_on_one_folder_is_refused() throws IOException {
    try (LogStore store = LogStore.open(folder)) {
      IOException refused = assertThrows(IOException.class, () -> LogStore.open(folder));
      assertEquals("another server uses " + folder, refused.getMessage());
      assertEquals(List.of(), store.between(0, 1));
    }
  }

  @Test
  void whole_old_buckets_are_dropped() throws IOException {
    try (LogStore store = LogStore.open(folder)) {
      store.append(List.of(entry(1, "old"), entry(3 * LogStore.BUCKET_NANOS, "new")));
      store.dropBefore(2 * LogStore.BUCKET_NANOS);
      assertEquals(List.of("new"), all(store).stream().map(LogEntry::line).toList());
    }
    assertEquals(List.of("new"), texts());
  }

  @Test
  void many_buckets_are_written_with_few_open_files() throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(entry(i * LogStore.BUCKET_NANOS, "line " + i));
    }
    try (LogStore store = LogStore.open(folder)) {
      store.append(entries);
      store.append(List.of(entry(1, "again in the first")));
      assertEquals(101, all(store).size());
    }
    assertEquals(101, texts().size());
  }

  private void write(String... lines) throws IOException {
    try (LogStore store = LogStore.open(folder)) {
      for (String line : lines) {
        store.append(List.of(entry(7, line)));
      }
    }
  }

  private static LogEntry entry(long at, String line) {
    return new LogEntry(WEB, at, line, Map.of());
  }

  private List<String> texts() throws IOException {
    try (LogStore store = LogStore.open(folder)) {
      return all(store).stream().map(LogEntry::line).toList();
    }
  }

  private static List<LogEntry> all(LogStore store) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    for (Bucket bucket : store.between(0, 200 * LogStore.BUCKET_NANOS)) {
      bucket.scan(0, Long.MAX_VALUE, stream -> true, entries::add);
    }
    return entries;
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }
}

package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.domain.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardLinkLogStoreTest {
  @TempDir Path log;
  private Configuration configuration;
  private HardLinkLogStore store;

  @BeforeEach
  void open() {
    configuration = new Configuration();
    store = new HardLinkLogStore(configuration);
  }

  @Test
  void a_commit_is_read_as_it_was_written() throws IOException {
    write("0.json", false, "one", "zwei ü", "");
    assertEquals(List.of("one", "zwei ü", ""), read("0.json"));
    assertNothingElse("0.json");
  }

  @Test
  void of_two_commits_of_one_version_the_second_is_told_and_changes_nothing() throws IOException {
    write("0.json", false, "first");
    assertThrows(FileAlreadyExistsException.class, () -> write("0.json", false, "second"));
    assertEquals(List.of("first"), read("0.json"));
    assertNothingElse("0.json");
  }

  @Test
  void a_name_that_is_taken_while_the_commit_is_written_stays_taken() throws IOException {
    Iterator<String> slow =
        Stream.of("late").peek(line -> create(log.resolve("0.json"), "faster\n")).iterator();
    assertThrows(
        FileAlreadyExistsException.class,
        () -> store.write(path("0.json"), slow, false, configuration));
    assertEquals(List.of("faster"), read("0.json"));
    assertNothingElse("0.json");
  }

  @Test
  void what_may_be_overwritten_is_replaced_also_where_hadoop_left_a_checksum() throws IOException {
    org.apache.hadoop.fs.FileSystem local = path("_last").getFileSystem(configuration);
    try (var out = local.create(path("_last"))) {
      out.write("old\n".getBytes(StandardCharsets.UTF_8));
    }
    write("_last", true, "new and longer");
    assertEquals(List.of("new and longer"), read("_last"));
    assertNothingElse("_last");
  }

  @Test
  void a_commit_that_breaks_off_is_never_seen() throws IOException {
    Iterator<String> broken =
        Stream.of("half", "rest").map(line -> line.equals("rest") ? fail() : line).iterator();
    assertThrows(
        IllegalStateException.class,
        () -> store.write(path("0.json"), broken, false, configuration));
    assertNothingElse();
  }

  @Test
  void what_a_killed_writer_left_is_not_listed_among_the_commits() throws IOException {
    create(log.resolve(".1.json.x" + HardLinkLogStore.UNPUBLISHED), "half");
    write("1.json", false, "one");
    write("2.json", false, "two");
    List<String> names = new ArrayList<>();
    Iterator<FileStatus> listed = store.listFrom(path("0.json"), configuration);
    listed.forEachRemaining(file -> names.add(file.getPath().getName()));
    assertEquals(List.of("1.json", "2.json"), names);
  }

  @Test
  void a_file_system_without_hard_links_is_refused_with_a_remedy() {
    // Only root gets as far as the answer that a disk of that kind gives to everybody.
    Path kernel = Path.of("/sys/kernel/uevent_seqnum");
    assumeTrue(Files.exists(kernel) && System.getProperty("user.name").equals("root"));
    UserException refused =
        assertThrows(
            UserException.class,
            () -> HardLinkLogStore.link(kernel, kernel.resolveSibling("tidewatch")));
    assertTrue(refused.reason().contains("no hard links"), refused.getMessage());
    assertTrue(refused.remedy().contains("--store"), refused.getMessage());
  }

  @Test
  void a_log_that_is_not_there_is_not_made() {
    org.apache.hadoop.fs.Path missing =
        new org.apache.hadoop.fs.Path(log.resolve("gone/0.json").toUri());
    assertThrows(
        FileNotFoundException.class,
        () -> store.write(missing, List.of("x").iterator(), false, configuration));
    assertFalse(Files.exists(log.resolve("gone")));
  }

  private void write(String name, boolean overwrite, String... lines) throws IOException {
    store.write(path(name), List.of(lines).iterator(), overwrite, configuration);
  }

  private List<String> read(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var found = store.read(path(name), configuration)) {
      found.forEachRemaining(lines::add);
    }
    return lines;
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(log.resolve(name).toUri());
  }

  private void assertNothingElse(String... names) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      assertEquals(
          List.of(names), files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private static void create(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String fail() {
    throw new IllegalStateException("broken off");
  }
}

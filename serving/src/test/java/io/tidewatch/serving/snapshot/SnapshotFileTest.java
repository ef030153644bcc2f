package io.tidewatch.serving.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  @TempDir Path directory;
  private Path path;
  private SnapshotFile file;

  @BeforeEach
  void write() {
    path = directory.resolve("state");
    file = new SnapshotFile(path, "numbers");
    assertTrue(file.write(out -> out.writeLong(42)));
  }

  @Test
  void what_was_written_is_read_and_nothing_else_lies_about() throws IOException {
    AtomicLong read = new AtomicLong();
    assertTrue(file.read(in -> read.set(in.getLong())));
    assertEquals(42, read.get());
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void a_file_that_is_cut_off_or_has_one_other_byte_is_not_used() throws IOException {
    byte[] good = Files.readAllBytes(path);
    for (int length = 0; length < good.length; length++) {
      Files.write(path, Arrays.copyOf(good, length));
      assertUnread(file);
    }
    for (int place = 0; place < good.length; place++) {
      byte[] spoiled = good.clone();
      spoiled[place] ^= 0x10;
      Files.write(path, spoiled);
      assertUnread(file);
    }
  }

  @Test
  void a_file_of_another_form_is_not_used_and_one_that_is_not_there_is_no_trouble() {
    assertUnread(new SnapshotFile(path, "other numbers"));
    assertUnread(new SnapshotFile(directory.resolve("none"), "numbers"));
  }

  @Test
  void a_file_of_a_later_version_is_not_used() throws IOException {
    byte[] later = Files.readAllBytes(path);
    // The version stands behind the first text; the checksum is mended so that only it differs.
    later[4 + "tidewatch snapshot".length() + 3]++;
    CRC32C sum = new CRC32C();
    sum.update(later, 0, later.length - 4);
    ByteBuffer.wrap(later).putInt(later.length - 4, (int) sum.getValue());
    Files.write(path, later);
    assertUnread(file);
  }

  @Test
  void a_reader_that_finds_less_than_it_needs_uses_nothing() {
    assertFalse(
        file.read(
            in -> {
              in.getLong();
              in.getLong();
            }));
  }

  @Test
  void a_write_that_fails_leaves_what_was_there() {
    assertFalse(
        file.write(
            out -> {
              out.writeLong(43);
              throw new IOException("the disk is full");
            }));
    AtomicLong read = new AtomicLong();
    assertTrue(file.read(in -> read.set(in.getLong())));
    assertEquals(42, read.get());
  }

  private static void assertUnread(SnapshotFile file) {
    assertFalse(
        file.read(
            in -> {
              throw new AssertionError("it was read");
            }));
  }
}

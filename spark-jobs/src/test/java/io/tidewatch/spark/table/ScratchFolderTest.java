package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir Path store;

  @Test
  void it_goes_with_everything_in_it_when_it_is_closed() throws IOException {
    ScratchFolder scratch = ScratchFolder.open(store);
    Files.createDirectories(scratch.path().resolve("blockmgr/00"));
    Files.writeString(scratch.path().resolve("blockmgr/00/spilled"), "x");
    scratch.close();
    assertFalse(Files.exists(scratch.path()));
  }

  @Test
  void only_what_a_dead_process_left_is_removed() throws IOException {
    Path dead = Files.createDirectories(store.resolve("_tmp/run-dead/spark"));
    Path foreign = Files.createDirectories(store.resolve("_tmp/foreign"));
    try (ScratchFolder alive = ScratchFolder.open(store)) {
      assertEquals(0, ScratchFolder.removeAbandoned(store, Instant.EPOCH));
      assertEquals(1, ScratchFolder.removeAbandoned(store, LATER));
      assertFalse(Files.exists(dead));
      assertTrue(Files.exists(alive.path()));
      assertTrue(Files.exists(foreign));
    }
  }

  @Test
  void a_store_without_scratch_is_clean() {
    assertEquals(0, ScratchFolder.removeAbandoned(store.resolve("none"), LATER));
  }
}

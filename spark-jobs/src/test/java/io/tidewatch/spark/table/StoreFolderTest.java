package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {
  @TempDir Path folder;

  @Test
  void a_folder_that_is_not_there_is_made() {
    DeltaStore.prepare(folder.resolve("deep/store"));
    assertTrue(Files.isDirectory(folder.resolve("deep/store")));
  }

  @Test
  void a_store_that_cannot_be_a_folder_is_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    UserException refused =
        assertThrows(UserException.class, () -> DeltaStore.prepare(file.resolve("store")));
    assertTrue(refused.remedy().contains("--store"), refused.getMessage());
  }

  @Test
  void a_second_writer_is_refused_until_the_first_is_done() {
    try (WriterLock first = WriterLock.acquire(folder, "metrics")) {
      UserException refused =
          assertThrows(UserException.class, () -> WriterLock.acquire(folder, "metrics"));
      assertTrue(
          refused.reason().contains("process " + ProcessHandle.current().pid()),
          refused.getMessage());
      WriterLock.acquire(folder, "features").close();
    }
    WriterLock.acquire(folder, "metrics").close();
    assertEquals(true, Files.exists(folder.resolve("_locks/metrics_writer.lock")));
  }
}

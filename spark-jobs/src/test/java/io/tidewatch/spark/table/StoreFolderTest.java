package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
  void the_checks_leave_nothing_behind() throws IOException {
    DeltaStore.prepare(folder);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("_tmp")), files.toList());
    }
  }

  @Test
  void a_role_is_refused_until_its_holder_is_done_and_others_are_free() {
    try (WriterLock first = WriterLock.acquire(folder, Role.INGEST)) {
      UserException refused =
          assertThrows(UserException.class, () -> WriterLock.acquire(folder, Role.INGEST));
      assertTrue(
          refused.reason().contains("process " + ProcessHandle.current().pid()),
          refused.getMessage());
      assertTrue(refused.problem().startsWith("ingest is running"), refused.getMessage());
      WriterLock.acquire(folder, Role.FEATURES).close();
    }
    WriterLock.acquire(folder, Role.INGEST).close();
    assertEquals(true, Files.exists(folder.resolve("_locks/ingest.lock")));
  }
}

package io.tidewatch.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LokiMainTest {
  @TempDir Path folder;

  @Test
  void help_is_no_error() {
    assertEquals(0, LokiMain.run("--help"));
  }

  @Test
  void mistakes_in_the_options_end_with_2() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertEquals(2, LokiMain.run());
    assertEquals(2, LokiMain.run("--data", folder.toString(), "--port", "99999"));
    assertEquals(2, LokiMain.run("--data", folder.toString(), "--keep-days", "0"));
    assertEquals(2, LokiMain.run("--data", file.toString(), "--port", "0"));
  }

  @Test
  void a_folder_in_use_ends_with_2() throws IOException {
    try (LogStore store = LogStore.open(folder)) {
      assertEquals(2, LokiMain.run("--data", folder.toString(), "--port", "0"));
      store.sync();
    }
  }
}

package io.tidewatch.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir Path directory;
  private Path path;
  private PidFile file;

  @BeforeEach
  void open() {
    path = directory.resolve("x.pid");
    file = new PidFile(path);
  }

  @Test
  void a_written_process_is_found_again() {
    file.write(Stream.of(SELF));
    assertEquals(List.of(SELF), file.living());
  }

  @Test
  void an_id_that_now_belongs_to_another_process_is_not_found() throws Exception {
    Instant start = SELF.info().startInstant().orElseThrow();
    Files.writeString(path, SELF.pid() + " " + start.minusSeconds(3600).toEpochMilli() + "\n");
    assertEquals(List.of(), file.living());
  }

  @Test
  void a_damaged_or_absent_file_names_nobody() throws Exception {
    assertEquals(List.of(), file.living());
    Files.writeString(path, "12\nnonsense\n" + SELF.pid() + " -1\n");
    assertEquals(List.of(), file.living());
  }
}

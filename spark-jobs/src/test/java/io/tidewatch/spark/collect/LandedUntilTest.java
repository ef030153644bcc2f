package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedUntilTest {
  @TempDir Path checkpoint;

  @Test
  void without_a_checkpoint_nothing_is_known() {
    assertEquals(Optional.empty(), LandedUntil.committed(checkpoint, SteppedSource.PROMETHEUS));
  }

  @Test
  void a_batch_that_has_begun_does_not_count_before_it_is_committed() throws IOException {
    batch(9, true);
    batch(10, true);
    batch(11, false);
    assertEquals(
        Optional.of(Instant.ofEpochSecond(10 * 60)),
        LandedUntil.committed(checkpoint, SteppedSource.PROMETHEUS).map(StepOffset::until));
  }

  private void batch(long number, boolean committed) throws IOException {
    String offset =
        new StepOffset(SteppedSource.PROMETHEUS, "queries", Duration.ofMinutes(1), number).json();
    write("offsets/" + number, "v1\n{\"batchWatermarkMs\":0}\n" + offset);
    write("offsets/." + number + ".crc", "");
    if (committed) {
      write("commits/" + number, "v1\n{}");
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = checkpoint.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

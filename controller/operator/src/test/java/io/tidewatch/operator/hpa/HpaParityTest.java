package io.tidewatch.operator.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every recorded sync of the real HPA controller through our own; see docs/benchmarks.md. */
class HpaParityTest {
  static final Path RECORDED = Path.of("src/test/resources/hpa-parity");

  @Test
  void every_recorded_sync_agrees_and_every_branch_was_recorded() throws Exception {
    Map<String, List<RecordedStep>> recorded = Recordings.read(RECORDED);
    Replay replay = new Replay();
    recorded.forEach(replay::scenario);

    System.out.println(replay.summary());
    assertTrue(replay.steps() > 0, "nothing was recorded");
    assertEquals(List.of(), replay.differences());
    assertEquals(Set.of(), replay.missed());
  }
}

package io.tidewatch.operator.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The recorder against a real controller manager: a few fresh syncs, so that it stays alive. With
 * {@code -Dtidewatch.parity.record=all} every scenario, in eleven minutes, in place of the files.
 */
@Lab(LabSize.CONTROL_PLANE)
class HpaParityIT {
  private static final boolean ALL = "all".equals(System.getProperty("tidewatch.parity.record"));

  @Test
  void fresh_syncs_of_the_real_controller_agree(LabNamespace namespace) throws Exception {
    List<Scenario> scenarios = ALL ? Scenarios.all() : Scenarios.quick();
    Map<String, List<RecordedStep>> recorded =
        new HpaRecorder(namespace.kubeconfig(), namespace.name(), System.err::println)
            .record(scenarios);
    if (ALL) {
      Recordings.write(HpaParityTest.RECORDED, recorded);
    }
    Replay replay = new Replay();
    recorded.forEach(replay::scenario);

    System.err.println(replay.summary());
    assertEquals(List.of(), replay.differences());
    assertEquals(scenarios.stream().mapToInt(Scenario::syncs).sum(), replay.steps());
  }
}

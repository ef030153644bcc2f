package io.tidewatch.operator.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The recorder against a real controller manager: a few fresh syncs, or all on demand. */
@Lab(LabSize.CONTROL_PLANE)
class HpaParityIT {
  private static final String RECORD = "tidewatch.parity.record";

  @Test
  @DisabledIfSystemProperty(named = RECORD, matches = "all")
  void fresh_syncs_of_the_real_controller_agree(LabNamespace namespace) throws Exception {
    Replay replay = replay(record(namespace, Scenarios.quick()));

    assertEquals(9, replay.steps());
    assertEquals(List.of(), replay.differences());
  }

  /** Twelve minutes: {@code -Dit.test=HpaParityIT -Dtidewatch.parity.record=all}. */
  @Test
  @EnabledIfSystemProperty(named = RECORD, matches = "all")
  void all_scenarios_are_recorded_anew(LabNamespace namespace) throws Exception {
    Map<String, List<RecordedStep>> recorded = record(namespace, Scenarios.all());
    Recordings.write(HpaParityTest.RECORDED, recorded);

    assertEquals(List.of(), replay(recorded).differences());
  }

  private static Map<String, List<RecordedStep>> record(
      LabNamespace namespace, List<Scenario> scenarios) throws Exception {
    return new HpaRecorder(namespace.kubeconfig(), namespace.name(), System.err::println)
        .record(scenarios);
  }

  private static Replay replay(Map<String, List<RecordedStep>> recorded) {
    Replay replay = new Replay();
    recorded.forEach(replay::scenario);
    System.err.println(replay.summary());
    return replay;
  }
}

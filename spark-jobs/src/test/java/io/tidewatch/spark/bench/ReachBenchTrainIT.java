package io.tidewatch.spark.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench of training in its tiny form; beside that of the data plane, in a JVM of its own. */
class ReachBenchTrainIT {
  @TempDir private Path folder;

  @Test
  void train_tells_processor_time_by_phase_what_thinning_costs_and_a_forest_beside_a_pass()
      throws IOException {
    JsonNode result = ReachBenchIT.run(folder, "train", "--smoke", "--thin");
    JsonNode point = result.path("points").path(0);
    for (String phase : new String[] {"features", "train", "gate", "thin_train", "thin_gate"}) {
      assertTrue(point.path(phase + "_cpu_seconds").asDouble() > 0, phase + " of " + point);
    }
    double cost = point.path("thin_wape").asDouble() - point.path("wape").asDouble();
    assertEquals(cost, point.path("thin_cost_wape").asDouble(), 1e-9);
    assertEquals(20_000, result.path("forest").path("rows").asInt());
    assertTrue(result.path("ratio").asDouble() > 0, result.toString());
  }
}

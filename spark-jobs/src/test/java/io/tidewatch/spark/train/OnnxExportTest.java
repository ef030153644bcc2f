package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The exported graph, asked by the real ONNX Runtime, answers as the Java evaluation does. */
class OnnxExportTest {
  private static final int FEATURES = DemandFeatures.set().size();
  private static final int ROWS = 500;

  private final Random random = new Random(7);

  @Test
  void the_graph_answers_as_the_model_also_when_asked_for_many_rows_at_once() throws Exception {
    OnnxParity.check(TestingTrees.random(1, FEATURES, 60, 5), rows());
  }

  @Test
  void a_value_on_a_threshold_goes_the_same_way() throws Exception {
    ForecastModel model = TestingTrees.random(2, FEATURES, 20, 4);
    float[][] rows = rows();
    for (float[] row : rows) {
      TreeEnsemble.Tree tree = model.horizons().get(0).trees().trees().get(random.nextInt(20));
      int node = random.nextInt(15);
      float threshold = tree.threshold()[node];
      row[tree.feature()[node]] = random.nextBoolean() ? threshold : Math.nextUp(threshold);
    }
    OnnxParity.check(model, rows);
  }

  @Test
  void idle_batch_workloads_with_ratios_of_a_hundred_answer_the_same() throws Exception {
    float[][] rows = rows();
    for (float[] row : rows) {
      for (int i = 1; i < row.length; i += 3) {
        row[i] = 100 * random.nextFloat();
      }
    }
    OnnxParity.check(TestingTrees.random(3, FEATURES, 60, 5), rows);
  }

  @Test
  void one_row_is_answered_as_well_as_many() throws Exception {
    OnnxParity.check(TestingTrees.random(4, FEATURES, 60, 5), new float[][] {rows()[0]});
  }

  private float[][] rows() {
    float[][] rows = new float[ROWS][FEATURES];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
      row[DemandFeatures.LEVEL] = 1e6f * random.nextFloat();
    }
    return rows;
  }
}

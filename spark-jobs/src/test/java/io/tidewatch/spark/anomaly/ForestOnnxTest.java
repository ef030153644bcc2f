package io.tidewatch.spark.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The exported graph, asked by the real ONNX Runtime, answers as the Java evaluation does. */
class ForestOnnxTest {
  private static final int COLUMNS = 12;

  @Test
  void scores_and_attributions_agree_on_random_rows_and_on_thresholds() throws Exception {
    GrownForest grown =
        TestingRows.grown(TestingRows.normal(5_000, COLUMNS, 1), ForestSettings.DEFAULT);
    List<float[]> rows = TestingRows.normal(2_000, COLUMNS, 2);
    Random random = new Random(3);
    for (float[] row : rows.subList(0, 500)) {
      row[random.nextInt(COLUMNS)] = 1e4f * (float) random.nextGaussian();
    }
    check(grown.forest(), rows.toArray(float[][]::new));
  }

  @Test
  void one_row_is_answered_as_well_as_many() throws Exception {
    GrownForest grown =
        TestingRows.grown(TestingRows.normal(300, 1, 4), new ForestSettings(3, 16, 1, 0));
    check(grown.forest(), new float[][] {{5}});
  }

  private static void check(Forest forest, float[][] rows) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(ForestOnnx.graph(forest));
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of(ForestOnnx.INPUT, input))) {
      float[][] score = (float[][]) result.get(ForestOnnx.SCORE).orElseThrow().getValue();
      float[][] parts = (float[][]) result.get(ForestOnnx.ATTRIBUTION).orElseThrow().getValue();
      for (int i = 0; i < rows.length; i++) {
        assertEquals(forest.score(rows[i]), score[i][0], 1e-6, "row " + i);
        double[] expected = forest.doublings(rows[i]);
        for (int j = 0; j < expected.length; j++) {
          assertEquals(expected[j], parts[i][j], 1e-6, "row " + i + " feature " + j);
        }
      }
    }
  }
}

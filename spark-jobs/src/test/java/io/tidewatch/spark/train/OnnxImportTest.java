package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnnxImportTest {
  private static final int FEATURES = DemandFeatures.set().size();

  @Test
  void a_graph_is_read_back_into_a_model_that_answers_alike() {
    ForecastModel written = TestingTrees.random(7, FEATURES, 9, 4);
    ForecastModel read = OnnxImport.model(OnnxExport.graph(written, FEATURES));
    Random random = new Random(1);
    for (int row = 0; row < 200; row++) {
      float[] vector = new float[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        vector[i] = (float) (2 * random.nextGaussian());
      }
      for (int h = 0; h < DemandFeatures.HORIZONS.size(); h++) {
        double wanted = written.horizons().get(h).predict(vector);
        double answer = read.horizons().get(h).predict(vector);
        assertEquals(wanted, answer, 1e-5 * Math.max(1, Math.abs(wanted)));
      }
    }
  }

  @Test
  void a_graph_that_is_not_ours_or_was_cut_off_is_refused_with_a_remedy() {
    byte[] graph = OnnxExport.graph(TestingTrees.random(7, FEATURES, 2, 2), FEATURES);
    byte[] cut = Arrays.copyOf(graph, graph.length / 2);
    byte[] text = "not a graph".getBytes(StandardCharsets.UTF_8);
    for (byte[] bad : new byte[][] {cut, text, new byte[0]}) {
      UserException refused = assertThrows(UserException.class, () -> OnnxImport.model(bad));
      assertTrue(refused.remedy().contains("train"), refused.remedy());
    }
  }
}

package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tidewatch.feature.DemandFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Asks the exported graph and the model the same. */
final class OnnxParity {
  private OnnxParity() {}

  /** Fails at the first answer of the real ONNX Runtime that is not the model's. */
  static void check(ForecastModel model, float[][] rows) throws OrtException {
    Map<String, float[]> answers =
        answers(OnnxExport.graph(model, DemandFeatures.set().size()), rows);
    assertEquals(DemandFeatures.HORIZONS.size(), answers.size());
    for (int h = 0; h < DemandFeatures.HORIZONS.size(); h++) {
      float[] output = answers.get(OnnxExport.output(DemandFeatures.HORIZONS.get(h)));
      for (int i = 0; i < rows.length; i++) {
        assertClose(model.horizons().get(h).predict(rows[i]), output[i]);
      }
    }
  }

  /** What the graph in a file says, one value per row for each output. */
  static Map<String, float[]> answers(Path graph, float[][] rows) {
    try {
      return answers(Files.readAllBytes(graph), rows);
    } catch (IOException | OrtException broken) {
      throw new AssertionError("the graph cannot be asked", broken);
    }
  }

  private static Map<String, float[]> answers(byte[] graph, float[][] rows) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, float[]> answers = new HashMap<>();
    try (OrtSession session = environment.createSession(graph);
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
      for (Map.Entry<String, OnnxValue> output : result) {
        float[][] column = (float[][]) output.getValue().getValue();
        float[] values = new float[column.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = column[i][0];
        }
        answers.put(output.getKey(), values);
      }
    }
    return answers;
  }

  private static void assertClose(double wanted, double answer) {
    double limit = 1e-5 * Math.max(1, Math.abs(wanted));
    assertTrue(Math.abs(wanted - answer) <= limit, wanted + " against " + answer);
  }
}

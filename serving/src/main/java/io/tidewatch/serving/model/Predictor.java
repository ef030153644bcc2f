package io.tidewatch.serving.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs an ONNX graph with one input {@code features} float[N,F] and one output {@code hH}
 * float[N,1] per horizon H, on the calling thread only.
 */
public final class Predictor implements AutoCloseable {
  private static final int LARGEST_BATCH = 512;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<String> outputs;
  private final int features;

  private Predictor(
      OrtEnvironment environment, OrtSession session, List<String> outputs, int features) {
    this.environment = environment;
    this.session = session;
    this.outputs = outputs;
    this.features = features;
  }

  /**
   * Loads a graph into memory; the file is not needed afterwards.
   *
   * @throws io.tidewatch.domain.UserException when it cannot be read or has other inputs or outputs
   */
  public static Predictor open(Path onnx, int features, List<Integer> horizons) {
    List<String> outputs = horizons.stream().map(horizon -> "h" + horizon).toList();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session = OnnxGraph.open(environment, onnx, features, outputs);
    return new Predictor(environment, session, outputs, features);
  }

  /** The outputs of each row, in the order of the horizons. */
  public double[][] predict(double[][] rows) {
    double[][] answers = new double[rows.length][outputs.size()];
    try {
      for (int from = 0; from < rows.length; from += LARGEST_BATCH) {
        run(rows, answers, from, Math.min(rows.length, from + LARGEST_BATCH));
      }
    } catch (OrtException bug) {
      throw new IllegalStateException("a verified model does not run", bug);
    }
    return answers;
  }

  @Override
  public void close() {
    OnnxGraph.close(session);
  }

  private void run(double[][] rows, double[][] answers, int from, int to) throws OrtException {
    FloatBuffer input = FloatBuffer.allocate((to - from) * features);
    for (int row = from; row < to; row++) {
      for (double value : rows[row]) {
        input.put((float) value);
      }
    }
    long[] shape = {to - from, features};
    Set<String> wanted = new LinkedHashSet<>(outputs);
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input.flip(), shape);
        OrtSession.Result result = session.run(Map.of(OnnxGraph.INPUT, tensor), wanted)) {
      for (int output = 0; output < outputs.size(); output++) {
        FloatBuffer column = ((OnnxTensor) result.get(output)).getFloatBuffer();
        for (int row = from; row < to; row++) {
          answers[row][output] = column.get(row - from);
        }
      }
    }
  }
}

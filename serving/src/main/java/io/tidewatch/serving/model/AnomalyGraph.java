package io.tidewatch.serving.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the graph of a forest: {@code features} float[N,F] in, {@code score} float[N,1] and {@code
 * attribution} float[N,F] out, on the calling thread only.
 */
public final class AnomalyGraph implements AutoCloseable {
  static final String SCORE = "score";
  private static final String ATTRIBUTION = "attribution";

  private final OrtEnvironment environment;
  private final OrtSession session;

  private AnomalyGraph(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * What the graph says of some rows.
   *
   * @param scores one per row, 0 to 1, higher is stranger
   * @param doublings per row and feature, by how many doublings it raised the score
   */
  public record Answer(float[] scores, float[][] doublings) {}

  /**
   * Loads a graph into memory; the file is not needed afterwards.
   *
   * @throws io.tidewatch.domain.UserException when it cannot be read or has another shape
   */
  public static AnomalyGraph open(Path onnx, int features) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    return new AnomalyGraph(
        environment, OnnxGraph.open(environment, onnx, features, List.of(SCORE, ATTRIBUTION)));
  }

  /** Scores rows as they were measured; the scaler is inside. */
  public Answer score(float[][] rows) {
    try (OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of(OnnxGraph.INPUT, input))) {
      float[][] column = (float[][]) result.get(SCORE).orElseThrow().getValue();
      float[] scores = new float[rows.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = column[i][0];
      }
      return new Answer(scores, (float[][]) result.get(ATTRIBUTION).orElseThrow().getValue());
    } catch (OrtException bug) {
      throw new IllegalStateException("a verified model does not run", bug);
    }
  }

  @Override
  public void close() {
    OnnxGraph.close(session);
  }
}

package io.tidewatch.serving.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;

/** Opens graphs that run on the calling thread only, or says what keeps one from being served. */
final class OnnxGraph {
  static final String INPUT = "features";

  private OnnxGraph() {}

  /**
   * Loads a graph into memory; the file is not needed afterwards.
   *
   * @throws UserException when it cannot be read or has other inputs or outputs
   */
  static OrtSession open(
      OrtEnvironment environment, Path onnx, int features, Collection<String> outputs) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(onnx.toString(), options);
      checkShape(session, features, outputs);
      return session;
    } catch (OrtException unreadable) {
      throw refused("it cannot be loaded: " + unreadable.getMessage());
    }
  }

  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException bug) {
      throw new IllegalStateException("a model cannot be closed", bug);
    }
  }

  private static void checkShape(OrtSession session, int features, Collection<String> outputs)
      throws OrtException {
    if (!session.getOutputNames().containsAll(outputs)) {
      String found = session.getOutputNames().toString();
      close(session);
      throw refused("it has the outputs " + found + ", not all of " + outputs);
    }
    boolean right =
        session.getInputNames().equals(Set.of(INPUT))
            && session.getInputInfo().get(INPUT).getInfo() instanceof TensorInfo info
            && info.getShape().length == 2
            && (info.getShape()[1] == features || info.getShape()[1] < 0);
    if (!right) {
      String found = session.getInputInfo().toString();
      close(session);
      throw refused("it wants " + found + ", not features[N," + features + "]");
    }
  }

  private static UserException refused(String reason) {
    return new UserException(
        "model.onnx cannot be served",
        reason,
        "train again, or serve another version of the model");
  }
}

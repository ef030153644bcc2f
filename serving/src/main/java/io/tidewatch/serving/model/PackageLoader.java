package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.serving.forecast.Method;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a package whose checksums hold into a model, or refuses it. */
public final class PackageLoader implements ModelLoader<LoadedModel> {
  private static final String KIND = "forecast";

  private final FeatureSet<DemandView> features;
  private final Duration step;
  private final Clock clock;

  /**
   * A loader for this process.
   *
   * @param step the step of the catalogue
   */
  public PackageLoader(FeatureSet<DemandView> features, Duration step, Clock clock) {
    this.features = features;
    this.step = step;
    this.clock = clock;
  }

  @Override
  public LoadedModel load(ModelId id, ModelPackage content, LoadedModel.Origin origin) {
    PackageManifest manifest = content.manifest();
    manifest.requireFeatureSet(features);
    requireSame("kind", manifest.kind(), KIND);
    requireSame("horizons in steps", manifest.horizons(), DemandFeatures.HORIZONS);
    requireSame("step in seconds", (long) manifest.stepSeconds(), step.toSeconds());
    requireSame("input names", content.golden().features(), features.names());
    requireMethods(manifest);
    Predictor predictor = Predictor.open(content.model(), features.size(), DemandFeatures.HORIZONS);
    try {
      content.golden().verify(inputs -> outputs(predictor, inputs));
    } catch (RuntimeException refused) {
      predictor.close();
      throw refused;
    }
    return new LoadedModel(
        id, manifest, origin, clock.instant(), predictor, content.linear().workloads());
  }

  private static Map<String, float[]> outputs(Predictor predictor, float[][] inputs) {
    double[][] rows = new double[inputs.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[inputs[i].length];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = inputs[i][j];
      }
    }
    double[][] answers = predictor.predict(rows);
    Map<String, float[]> outputs = new HashMap<>();
    for (int h = 0; h < DemandFeatures.HORIZONS.size(); h++) {
      float[] column = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        column[i] = (float) answers[i][h];
      }
      outputs.put("h" + DemandFeatures.HORIZONS.get(h), column);
    }
    return outputs;
  }

  private static void requireMethods(PackageManifest manifest) {
    List<String> unknown =
        manifest.workloads().values().stream()
            .map(WorkloadModel::method)
            .filter(method -> Method.named(method).isEmpty())
            .distinct()
            .toList();
    requireSame("unknown methods", unknown, List.of());
  }

  static void requireSame(String what, Object found, Object needed) {
    if (!found.equals(needed)) {
      throw new UserException(
          "the model package does not fit this process",
          "its " + what + ": " + found + ", needed: " + needed,
          "train with this version and catalogue, or serve another version of the model");
    }
  }
}

package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.AnomalyFeatures;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.mlflow.AnomalyModel;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns an anomaly package whose checksums hold into a model, or refuses it. */
public final class DetectorLoader implements ModelLoader<LoadedDetector> {
  private static final String KIND = "anomaly";

  private final Clock clock;

  public DetectorLoader(Clock clock) {
    this.clock = clock;
  }

  @Override
  public LoadedDetector load(ModelId id, ModelPackage content, LoadedModel.Origin origin) {
    PackageManifest manifest = content.manifest();
    PackageLoader.requireSame("kind", manifest.kind(), KIND);
    List<String> names = names(manifest);
    PackageLoader.requireSame("input names", content.golden().features(), names);
    AnomalyModel detector = detector(manifest, names.size());
    AnomalyGraph graph = AnomalyGraph.open(content.model(), names.size());
    try {
      content.golden().verify(inputs -> Map.of(AnomalyGraph.SCORE, graph.score(inputs).scores()));
    } catch (RuntimeException refused) {
      graph.close();
      throw refused;
    }
    return new LoadedDetector(id, manifest, origin, clock.instant(), detector, names, graph);
  }

  /** The inputs of whichever of our feature sets it was trained on. */
  private static List<String> names(PackageManifest manifest) {
    return Stream.<FeatureSet<?>>of(HealthFeatures.set(), AnomalyFeatures.healthAndLog())
        .filter(set -> FeatureSetReference.of(set).equals(manifest.featureSet()))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "the model package was trained on other features",
                    "it needs " + manifest.featureSet() + ", which this version does not know",
                    "train again with this version: train-anomaly"))
        .names();
  }

  private static AnomalyModel detector(PackageManifest manifest, int features) {
    AnomalyModel pooled = manifest.detectors().get(PackageManifest.POOLED);
    PackageLoader.requireSame("detector of all workloads", pooled != null, true);
    PackageLoader.requireSame("scaler's size", pooled.scaler().mean().size(), features);
    return pooled;
  }
}

package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.AnomalyModel;
import io.tidewatch.mlflow.GoldenRows;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * An anomaly model as a package: beside what every package has, the forest's canonical form in
 * {@code forest.txt}. It lies on one disk and not behind Spark, so that a driver on a cluster
 * writes it whole, and equal forests make equal packages.
 */
final class AnomalyPackage {
  /** The registered model, and the kind of its packages. */
  static final String KIND = "anomaly";

  private static final String FOREST = "forest.txt";

  private AnomalyPackage() {}

  static ModelPackage write(
      Path folder,
      AnomalyTraining training,
      Duration step,
      String codeVersion,
      Map<String, Long> deltaVersions) {
    GrownForest grown = training.model().grown();
    PackageManifest manifest =
        new PackageManifest(
            PackageManifest.SCHEMA,
            KIND,
            FeatureSetReference.of(training.features().set()),
            List.of(),
            Math.toIntExact(step.toSeconds()),
            codeVersion,
            training.settings().seed(),
            training.window(),
            deltaVersions,
            Map.of(),
            metrics(training),
            Map.of(PackageManifest.POOLED, detector(training)));
    try {
      Files.write(folder.resolve(FOREST), ForestText.lines(grown));
    } catch (IOException unwritable) {
      throw new UserException(
          "the model package cannot be written to " + folder,
          unwritable.toString(),
          "free disk space or make the directory writable, then run it again",
          unwritable);
    }
    return ModelPackage.write(folder, ForestOnnx.graph(grown.forest()), manifest, golden(training));
  }

  /** The forest of a package whose files are verified. */
  static GrownForest forest(ModelPackage content) {
    try {
      GrownForest grown = ForestText.parse(Files.readAllLines(content.directory().resolve(FOREST)));
      String wanted = content.manifest().detectors().get(PackageManifest.POOLED).digest();
      if (!ForestText.digest(grown).equals(wanted)) {
        throw new UserException(
            "the anomaly model's forest is another one",
            "its digest is " + ForestText.digest(grown) + ", the package says " + wanted,
            "train again, or go back to the version before");
      }
      return grown;
    } catch (IOException unreadable) {
      throw new UserException(
          "the anomaly model has no forest",
          unreadable.toString(),
          "train again, or go back to the version before",
          unreadable);
    }
  }

  /** What is logged to MLflow and written into the manifest. */
  static Map<String, Double> metrics(AnomalyTraining training) {
    Thresholds thresholds = training.model().grown().thresholds();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("training_rows", (double) training.model().rows());
    metrics.put("threshold_anomaly", thresholds.anomaly());
    metrics.put("threshold_warning", thresholds.warning());
    metrics.put("threshold_critical", thresholds.critical());
    return metrics;
  }

  private static AnomalyModel detector(AnomalyTraining training) {
    GrownForest grown = training.model().grown();
    Standardiser standardiser = grown.forest().standardiser();
    Thresholds thresholds = grown.thresholds();
    return new AnomalyModel(
        training.model().digest(),
        grown.forest().trees().size(),
        grown.forest().samples(),
        training.settings().contamination(),
        training.model().rows(),
        new AnomalyModel.Scaler(list(standardiser.mean()), list(standardiser.deviation())),
        new AnomalyModel.Thresholds(
            thresholds.anomaly(), thresholds.warning(), thresholds.critical()));
  }

  private static GoldenRows golden(AnomalyTraining training) {
    Forest forest = training.model().grown().forest();
    return new GoldenRows(
        training.features().set().names(),
        training.golden().stream().map(AnomalyPackage::list).toList(),
        Map.of(ForestOnnx.SCORE, training.golden().stream().map(forest::score).toList()));
  }

  private static List<Double> list(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> (double) values[i]).toList();
  }
}

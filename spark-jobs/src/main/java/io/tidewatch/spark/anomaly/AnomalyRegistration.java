package io.tidewatch.spark.anomaly;

import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.TrainingRun;
import io.tidewatch.spark.train.CodeVersion;
import io.tidewatch.spark.train.PackageFolder;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Logs an anomaly training to MLflow and registers its package. The first version becomes champion,
 * for there is nothing to lose; each later one is the challenger until somebody promotes it.
 */
final class AnomalyRegistration {
  private static final String EXPERIMENT = "tidewatch-anomaly";

  private final ModelRegistry registry;
  private final Duration step;
  private final long deltaVersion;
  private final Map<String, String> origin;

  AnomalyRegistration(
      ModelRegistry registry, Duration step, long deltaVersion, Map<String, String> origin) {
    this.registry = registry;
    this.step = step;
    this.deltaVersion = deltaVersion;
    this.origin = Map.copyOf(origin);
  }

  /** A version in the registry, and the alias that it has got. */
  record Registered(ModelVersion version, String alias) {}

  Registered register(AnomalyTraining training, Path features, Instant now, double seconds) {
    try (TrainingRun run = registry.startRun(EXPERIMENT, "anomaly " + now)) {
      run.setTags(origin);
      run.logParameters(parameters(training));
      Map<String, Double> metrics = AnomalyPackage.metrics(training);
      metrics.put("training_seconds", seconds);
      run.logMetrics(metrics);
      run.logDataset(Tables.FEATURES.name(), "v" + deltaVersion, features.toUri().toString());
      ModelVersion version = upload(training, run);
      // A retried training finds the version of the first run: each run says which one is its own.
      run.setTags(
          Map.of("tidewatch.model", version.model(), "tidewatch.version", version.version()));
      String alias = alias(version);
      run.finish();
      return new Registered(version, alias);
    }
  }

  private ModelVersion upload(AnomalyTraining training, TrainingRun run) {
    try (PackageFolder folder = PackageFolder.create()) {
      ModelPackage written =
          AnomalyPackage.write(
              folder.path(),
              training,
              step,
              CodeVersion.current(),
              Map.of(Tables.FEATURES.name(), deltaVersion));
      // The same content is the same model: a retried job finds what it has registered.
      return run.register(
          AnomalyPackage.KIND,
          written,
          written.checksum(),
          Map.of("tidewatch.forest", training.model().digest()));
    }
  }

  private String alias(ModelVersion version) {
    Optional<ModelVersion> champion = registry.byAlias(AnomalyPackage.KIND, ModelRegistry.CHAMPION);
    boolean isChampion = champion.isEmpty() || champion.get().version().equals(version.version());
    String alias = isChampion ? ModelRegistry.CHAMPION : ModelRegistry.CHALLENGER;
    registry.setAlias(version, alias);
    return alias;
  }

  private Map<String, String> parameters(AnomalyTraining training) {
    ForestSettings settings = training.settings();
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("algorithm", "isolation forest");
    parameters.put("trees", Integer.toString(settings.trees()));
    parameters.put("samples", Integer.toString(settings.samples()));
    parameters.put("seed", Long.toString(settings.seed()));
    parameters.put(
        "contamination", settings.isAuto() ? "auto" : Double.toString(settings.contamination()));
    parameters.put("examples", Long.toString(training.model().rows()));
    parameters.put("features", Integer.toString(training.features().set().size()));
    parameters.put("feature_set", training.features().set().fingerprint());
    parameters.put("window_from", training.window().from().toString());
    parameters.put("window_to", training.window().to().toString());
    parameters.put("forest_digest", training.model().digest());
    parameters.put("delta_features", Long.toString(deltaVersion));
    parameters.put("code_version", CodeVersion.current());
    return parameters;
  }
}

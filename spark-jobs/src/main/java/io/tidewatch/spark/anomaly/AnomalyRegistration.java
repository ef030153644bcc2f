package io.tidewatch.spark.anomaly;

import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.TrainingRun;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.gate.AnomalyLimits;
import io.tidewatch.spark.gate.Contest;
import io.tidewatch.spark.train.CodeVersion;
import io.tidewatch.spark.train.PackageFolder;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Logs an anomaly training to MLflow, registers its package, and lets it compete. */
final class AnomalyRegistration {
  private static final String EXPERIMENT = "tidewatch-anomaly";

  private final ModelRegistry registry;
  private final JobContext context;
  private final Duration step;
  private final long deltaVersion;
  private final Map<String, String> origin;

  AnomalyRegistration(
      ModelRegistry registry,
      JobContext context,
      Duration step,
      long deltaVersion,
      Map<String, String> origin) {
    this.registry = registry;
    this.context = context;
    this.step = step;
    this.deltaVersion = deltaVersion;
    this.origin = Map.copyOf(origin);
  }

  /** A version in the registry, and how its contest has ended. */
  record Registered(ModelVersion version, Contest.Result result) {}

  Registered register(AnomalyTraining training, Path features, Instant now, double seconds) {
    try (TrainingRun run = registry.startRun(EXPERIMENT, "anomaly " + now)) {
      run.setTags(origin);
      run.logParameters(parameters(training));
      Map<String, Double> metrics = AnomalyPackage.metrics(training);
      metrics.put("training_seconds", seconds);
      run.logMetrics(metrics);
      run.logDataset(Tables.FEATURES.name(), "v" + deltaVersion, features.toUri().toString());
      Uploaded uploaded = upload(training, run);
      ModelVersion version = uploaded.version();
      // A retried training finds the version of the first run: each run says which one is its own.
      run.setTags(
          Map.of("tidewatch.model", version.model(), "tidewatch.version", version.version()));
      registry.setAlias(version, ModelRegistry.CHALLENGER);
      Contest.Result result =
          new AnomalyContest(registry, context, AnomalyLimits.DEFAULT)
              .run(version, uploaded.served(), training.heldOut());
      run.finish();
      return new Registered(version, result);
    }
  }

  /** A version, and its package as it is served. */
  private record Uploaded(ModelVersion version, ServedForest served) {}

  private Uploaded upload(AnomalyTraining training, TrainingRun run) {
    try (PackageFolder folder = PackageFolder.create()) {
      ModelPackage written =
          AnomalyPackage.write(
              folder.path(),
              training,
              step,
              CodeVersion.current(),
              Map.of(Tables.FEATURES.name(), deltaVersion));
      // The same content is the same model: a retried job finds what it has registered.
      ModelVersion version =
          run.register(
              AnomalyPackage.KIND,
              written,
              written.checksum(),
              Map.of("tidewatch.forest", training.model().digest()));
      return new Uploaded(version, ServedForest.of(written));
    }
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

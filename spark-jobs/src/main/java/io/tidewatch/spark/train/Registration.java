package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.TrainingRun;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.evaluate.ForecastCell;
import io.tidewatch.spark.evaluate.WorkloadScore;
import io.tidewatch.spark.gate.Contest;
import io.tidewatch.spark.gate.ForecastContest;
import io.tidewatch.spark.gate.GateSettings;
import io.tidewatch.spark.gate.ServedForecast;
import io.tidewatch.table.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Logs a training to MLflow, registers its package as challenger, and lets it compete. */
final class Registration {
  private static final String EXPERIMENT = "tidewatch-forecast";

  private final ModelRegistry registry;
  private final JobContext context;
  private final TrainingSettings settings;
  private final TrainingFacts facts;

  Registration(
      ModelRegistry registry, JobContext context, TrainingSettings settings, TrainingFacts facts) {
    this.registry = registry;
    this.context = context;
    this.settings = settings;
    this.facts = facts;
  }

  TrainSummary register(Training training, double seconds) {
    PooledErrors pooled = PooledErrors.of(training.scores());
    try (TrainingRun run = registry.startRun(EXPERIMENT, "forecast " + context.clock().instant())) {
      run.setTags(facts.origin());
      run.logParameters(parameters(training));
      run.logMetrics(metrics(training, pooled, seconds));
      run.logDataset(
          Tables.FEATURES.name(),
          "v" + facts.deltaVersions().get("features"),
          context.store().path(Tables.FEATURES).toUri().toString());
      Registered registered = upload(training, pooled, run);
      ModelVersion version = registered.version();
      // A retried training finds the version of the first run: each run says which one is its own.
      run.setTags(
          Map.of("tidewatch.model", version.model(), "tidewatch.version", version.version()));
      registry.setAlias(version, ModelRegistry.CHALLENGER);
      Contest.Result result =
          new ForecastContest(registry, context, TrainCommand.KIND, GateSettings.DEFAULT)
              .run(version, registered.served(), training.rows(), facts.timescale());
      run.finish();
      return summary(training, pooled, result, version, seconds);
    }
  }

  /** A version, and its package as it is served. */
  private record Registered(ModelVersion version, ServedForecast served) {}

  private Registered upload(Training training, PooledErrors pooled, TrainingRun run) {
    try (PackageFolder folder = PackageFolder.create()) {
      ModelPackage written = new PackageWriter(training, pooled, facts).write(folder.path());
      // The same content is the same model: a retried job finds what it has registered.
      ModelVersion version = run.register(TrainCommand.KIND, written, written.checksum(), Map.of());
      return new Registered(version, ServedForecast.of(written));
    }
  }

  private Map<String, String> parameters(Training training) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("algorithm", "line + MLlib GBTRegressor, leaves re-estimated as medians");
    parameters.put("second_family", "Tribuo LinearSGDTrainer per workload, absolute loss");
    parameters.put("workloads_linear", Long.toString(training.linear()));
    parameters.put("trees", Integer.toString(settings.trees()));
    parameters.put("depth", Integer.toString(settings.depth()));
    parameters.put("step_size", Double.toString(settings.step()));
    parameters.put("row_share", Double.toString(settings.rowShare()));
    parameters.put("feature_share", Double.toString(settings.featureShare()));
    parameters.put("bins", Integer.toString(settings.bins()));
    parameters.put("leaf_rows", Integer.toString(settings.leafRows()));
    parameters.put("seed", Long.toString(facts.seed()));
    parameters.put("examples", Long.toString(training.models().examples()));
    parameters.put("horizons", DemandFeatures.HORIZONS.toString());
    parameters.put("features", Integer.toString(DemandFeatures.set().size()));
    parameters.put("feature_set", DemandFeatures.set().fingerprint());
    parameters.put("workloads", Integer.toString(training.scores().size()));
    parameters.put("code_version", facts.codeVersion());
    facts
        .deltaVersions()
        .forEach((table, version) -> parameters.put("delta_" + table, Long.toString(version)));
    return parameters;
  }

  private static Map<String, Double> metrics(
      Training training, PooledErrors pooled, double seconds) {
    Map<String, Double> metrics = new TreeMap<>(PackageWriter.metrics(pooled));
    metrics.put("training_seconds", seconds);
    for (WorkloadScore score : training.scores()) {
      for (ForecastCell cell : score.cells()) {
        if (cell.method().equals(WorkloadScore.OURS)) {
          String name = score.workload() + "/h" + cell.horizon();
          metrics.put(name + "/wape", cell.wape());
          metrics.put(name + "/coverage90", cell.coverage90());
        }
      }
    }
    return metrics;
  }

  private TrainSummary summary(
      Training training,
      PooledErrors pooled,
      Contest.Result result,
      ModelVersion version,
      double seconds) {
    return new TrainSummary(
        training.scores().stream().flatMap(s -> s.cells().stream()).map(this::fields).toList(),
        pooled.errors(),
        List.of(
            new TrainSummary.RegisteredModel(
                TrainCommand.KIND, version.version(), result.alias(), version.runId(), "")),
        result.champion(),
        result.reason(),
        result.table().criteria(),
        training.models().examples(),
        settings.trees(),
        new TrainSummary.Window(
            facts.timescale().wallTime(training.firstStep()),
            facts.timescale().wallTime(training.lastStep())),
        seconds);
  }

  private Map<String, Object> fields(ForecastCell cell) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workload", cell.workload());
    fields.put("horizon", cell.horizon());
    fields.put("method", cell.method());
    fields.put("wape", cell.wape());
    fields.put("coverage90", cell.coverage90());
    fields.put("width90", cell.width90());
    fields.put("origins", cell.origins());
    return fields;
  }
}

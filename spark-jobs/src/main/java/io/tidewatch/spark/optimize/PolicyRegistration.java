package io.tidewatch.spark.optimize;

import io.delta.exceptions.ConcurrentTransactionException;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import io.tidewatch.mlflow.PackageManifest.TrainingWindow;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.mlflow.TrainingRun;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.gate.PolicyContest;
import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.spark.table.WriteId;
import io.tidewatch.spark.train.CodeVersion;
import io.tidewatch.spark.train.PackageFolder;
import io.tidewatch.spark.train.TrainingOrigin;
import io.tidewatch.table.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Logs what was learned to MLflow, registers it, and writes it into the table policy_parameters.
 */
final class PolicyRegistration {
  private static final String EXPERIMENT = "tidewatch-policy";

  private final ModelRegistry registry;
  private final JobContext context;

  PolicyRegistration(ModelRegistry registry, JobContext context) {
    this.registry = registry;
    this.context = context;
  }

  /** From the first to the last step of the history. */
  record Window(Instant from, Instant to) {}

  /** A version in the registry, the alias that it has got, and why. */
  record Registered(ModelVersion version, String alias, String why) {}

  Registered register(PolicyModel model, Window window, Catalogue catalogue) {
    Instant now = context.clock().instant();
    Map<String, Long> tables =
        Map.of(
            Tables.METRICS.name(), context.store().version(Tables.METRICS),
            Tables.FEATURES.name(), context.store().version(Tables.FEATURES));
    try (TrainingRun run = registry.startRun(EXPERIMENT, "policy " + now);
        PackageFolder folder = PackageFolder.create()) {
      run.setTags(TrainingOrigin.tags(System.getenv()));
      run.logParameters(parameters(model, window, tables));
      run.logMetrics(metrics(model));
      tables.forEach(
          (table, version) ->
              run.logDataset(table, "v" + version, context.store().root() + "/" + table));
      ModelPackage written =
          ModelPackage.write(folder.path(), model, manifest(model, window, catalogue, tables));
      // The same content is the same model: a retried job finds what it has registered.
      ModelVersion version = run.register(PolicyModel.KIND, written, written.checksum(), Map.of());
      run.setTags(
          Map.of("tidewatch.model", version.model(), "tidewatch.version", version.version()));
      land(model, version, now);
      PolicyContest.Result result =
          new PolicyContest(registry, context).run(version, champion -> worse(model, champion));
      run.finish();
      return new Registered(version, result.alias(), result.why());
    }
  }

  private Optional<String> worse(PolicyModel model, ModelVersion champion) {
    try (PackageFolder folder = PackageFolder.create()) {
      ModelPackage its = registry.download(champion, folder.path().resolve("champion"));
      return Learning.worse(model, PolicyModel.of(its));
    } catch (UserException unusable) {
      // A registry that is away must not look like a damaged champion: then this fails. A damaged
      // one decides nowhere, so nothing is worse than it.
      registry.aliases(champion.model());
      return Optional.empty();
    }
  }

  private void land(PolicyModel model, ModelVersion version, Instant now) {
    RowCodec<ParameterRow> codec =
        RowCodec.of(ParameterRow.class, SparkTypes.schema(Tables.POLICY_PARAMETERS));
    List<ParameterRow> rows =
        new TreeMap<>(model.workloads())
            .entrySet().stream()
                .map(
                    each ->
                        ParameterRow.of(
                            each.getKey(), each.getValue(), model, version.version(), now))
                .toList();
    WriteId once = new WriteId("policy_parameters/" + version.version(), 0);
    try {
      context.store().append(Tables.POLICY_PARAMETERS, codec.rows(context.spark(), rows), once);
    } catch (ConcurrentTransactionException byAnother) {
      context.progress().println("version " + version.version() + " has landed already");
    }
  }

  private static PackageManifest manifest(
      PolicyModel model, Window window, Catalogue catalogue, Map<String, Long> tables) {
    return new PackageManifest(
        PackageManifest.SCHEMA,
        PolicyModel.KIND,
        FeatureSetReference.of(DemandFeatures.set()),
        List.of(),
        Math.toIntExact(catalogue.timescale().step().toSeconds()),
        CodeVersion.current(),
        0,
        new TrainingWindow(window.from(), window.to()),
        tables,
        Map.of(),
        metrics(model));
  }

  private static Map<String, String> parameters(
      PolicyModel model, Window window, Map<String, Long> tables) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("algorithm", "replay of candidates");
    parameters.put("forecast_version", model.forecast());
    // Read by whoever verifies that a scheduled run has learned from something.
    parameters.put("examples", Integer.toString(examples(model)));
    parameters.put("window_from", window.from().toString());
    parameters.put("window_to", window.to().toString());
    tables.forEach((table, version) -> parameters.put("delta_" + table, Long.toString(version)));
    parameters.put("code_version", CodeVersion.current());
    return parameters;
  }

  private static Map<String, Double> metrics(PolicyModel model) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("fleet_kappa_factor", model.fleet().kappaFactor());
    metrics.put("replayed_minutes", (double) examples(model));
    metrics.put(
        "departing_workloads",
        (double)
            model.workloads().values().stream()
                .filter(PolicyModel.WorkloadPolicy::departs)
                .count());
    return metrics;
  }

  private static int examples(PolicyModel model) {
    return model.workloads().values().stream().mapToInt(PolicyModel.WorkloadPolicy::minutes).sum();
  }
}

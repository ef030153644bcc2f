package io.tidewatch.spark.optimize;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.CataloguePath;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.MlflowOption;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.gate.PackageReader;
import io.tidewatch.spark.gate.ServedForecast;
import io.tidewatch.spark.train.StoredRows;
import io.tidewatch.spark.train.TrainCommand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code optimize}. */
@Command(
    name = "optimize",
    description = "Learns each workload's policy parameters and the right size of its pods.")
public final class OptimizeCommand implements Job {
  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      required = true,
      converter = CataloguePath.class,
      description = "The YAML file that says which workloads there are.")
  private Path catalogue;

  @Mixin private MlflowOption mlflow = new MlflowOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into optimize.json of this folder.")
  private Path out;

  /**
   * What was done.
   *
   * @param replayed workloads whose history could be replayed
   * @param departing those of them that decide by parameters of their own
   * @param sized workloads with an estimate of CPU or memory
   */
  record Summary(
      String version,
      String alias,
      String why,
      int workloads,
      long replayed,
      long departing,
      long sized) {}

  @Override
  public Object run(JobContext context) {
    Catalogue known = CatalogueFile.read(catalogue);
    // Asked before the long work, so that a missing server costs seconds and not minutes.
    try (ModelRegistry registry = ModelRegistry.connect(mlflow.settings())) {
      ModelVersion forecast = champion(registry);
      ServedForecast served = new PackageReader(registry).read(forecast);
      JavaRDD<WorkloadRows> rows = rows(context, known);
      Map<String, ReplayPlan> plans = plans(known);
      List<Replayed> replays = replays(rows, served, plans, known.timescale());
      PolicyModel model =
          new Learning(plans, StoredSizes.read(context.store(), known))
              .model(forecast.version(), replays);
      PolicyRegistration.Registered registered =
          new PolicyRegistration(registry, context).register(model, window(rows, known), known);
      Summary summary = summary(model, registered);
      if (out != null) {
        SummaryFile.write(out.resolve("optimize.json"), summary);
      }
      context.progress().println(text(summary));
      return summary;
    }
  }

  private static JavaRDD<WorkloadRows> rows(JobContext context, Catalogue known) {
    JavaRDD<WorkloadRows> rows = StoredRows.read(context.store(), known).cache();
    if (rows.isEmpty()) {
      throw new UserException(
          "there is nothing to optimise",
          "no workload of the catalogue has both demand and features in the store",
          "run ingest and features first, and look for gaps in the table gaps");
    }
    return rows;
  }

  private static ModelVersion champion(ModelRegistry registry) {
    return registry
        .byAlias(TrainCommand.KIND, ModelRegistry.CHAMPION)
        .orElseThrow(
            () ->
                new UserException(
                    "there is no forecast whose decisions could be replayed",
                    "no version of the model forecast is champion",
                    "run train, or give a version the alias champion in MLflow"));
  }

  private static Map<String, ReplayPlan> plans(Catalogue known) {
    Map<String, ReplayPlan> plans = new HashMap<>();
    known.workloads().forEach(spec -> plans.put(spec.workload().toString(), ReplayPlan.of(spec)));
    return plans;
  }

  private static List<Replayed> replays(
      JavaRDD<WorkloadRows> rows,
      ServedForecast served,
      Map<String, ReplayPlan> plans,
      Timescale timescale) {
    long unseen = timescale.stepIndex(Instant.ofEpochMilli(served.trainedToMillis())) + 1;
    return rows.map(
            each -> {
              int from =
                  (int) Math.max(0, Math.min(each.demand().length, unseen - each.firstStep()));
              return Replayed.of(each, served, plans.get(each.workload()), from);
            })
        .collect();
  }

  private static PolicyRegistration.Window window(JavaRDD<WorkloadRows> rows, Catalogue known) {
    long first = rows.map(WorkloadRows::firstStep).reduce(Math::min);
    long last = rows.map(each -> each.firstStep() + each.demand().length - 1).reduce(Math::max);
    Timescale timescale = known.timescale();
    return new PolicyRegistration.Window(timescale.wallTime(first), timescale.wallTime(last));
  }

  private static Summary summary(PolicyModel model, PolicyRegistration.Registered registered) {
    var all = model.workloads().values();
    return new Summary(
        registered.version().version(),
        registered.alias(),
        registered.why(),
        all.size(),
        all.stream().filter(each -> !each.tried().isEmpty()).count(),
        all.stream().filter(PolicyModel.WorkloadPolicy::departs).count(),
        all.stream().filter(each -> !each.size().needs().isEmpty()).count());
  }

  private static String text(Summary summary) {
    return "optimize: version %s is %s (%s); %d of %d workloads replayed, %d depart from the fleet, %d sized"
        .formatted(
            summary.version(),
            summary.alias(),
            summary.why(),
            summary.replayed(),
            summary.workloads(),
            summary.departing(),
            summary.sized());
  }
}

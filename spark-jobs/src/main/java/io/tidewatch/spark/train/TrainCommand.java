package io.tidewatch.spark.train;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.spark.CatalogueOption;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.MlflowOption;
import io.tidewatch.spark.SummaryOption;
import io.tidewatch.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code train}. */
@Command(
    name = "train",
    description = "Trains a forecast, registers it in MLflow, and promotes it if it has earned it.")
public final class TrainCommand implements Job {
  /** The registered model, and the kind of its packages. */
  public static final String KIND = "forecast";

  @Mixin private CatalogueOption catalogue = new CatalogueOption();

  @Mixin private MlflowOption mlflow = new MlflowOption();

  @Option(names = "--seed", paramLabel = "N", description = "Of all randomness (default: 42).")
  private long seed = TrainingSettings.DEFAULT.seed();

  @Option(
      names = "--thin",
      description = "Learn from a fifth of the rows older than three days, drawn by a seeded hash.")
  private boolean thin;

  @Mixin private SummaryOption out = new SummaryOption();

  @Override
  public Object run(JobContext context) {
    Instant began = context.clock().instant();
    Catalogue known = catalogue.read();
    TrainingSettings settings = TrainingSettings.DEFAULT.withSeed(seed);
    // Asked before the long work, so that a missing server costs seconds and not minutes.
    try (ModelRegistry registry = ModelRegistry.connect(mlflow.settings())) {
      registry.aliases(KIND);
      Map<String, Long> versions = new HashMap<>();
      versions.put("features", context.store().version(Tables.FEATURES));
      versions.put("metrics", context.store().version(Tables.METRICS));
      TrainingFacts facts =
          new TrainingFacts(
              known.timescale(),
              CodeVersion.current(),
              seed,
              versions,
              TrainingOrigin.tags(System.getenv()));
      Optional<Thinning> thinning = thin ? Optional.of(Thinning.standard(seed)) : Optional.empty();
      Training training = Training.of(context, known, settings, thinning);
      context.handover().leave(Training.class, training);
      Registration registration = new Registration(registry, context, settings, facts);
      TrainSummary summary = registration.register(training, seconds(context, began));
      out.write(summary);
      context.progress().println("train: " + summary.reason());
      return Map.of("models", summary.models(), "champion", summary.champion());
    }
  }

  private static double seconds(JobContext context, Instant began) {
    return Duration.between(began, context.clock().instant()).toMillis() / 1_000.0;
  }
}

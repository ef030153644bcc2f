package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.spark.CatalogueOption;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.MlflowOption;
import io.tidewatch.spark.SummaryOption;
import io.tidewatch.spark.gate.Criterion;
import io.tidewatch.spark.train.TrainingOrigin;
import io.tidewatch.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code train-anomaly}. */
@Command(
    name = "train-anomaly",
    description =
        "Grows an isolation forest of pods, registers it, and promotes it if it has earned it.")
public final class TrainAnomalyCommand implements Job {
  /** The registered model, and the kind of its packages. */
  public static final String KIND = AnomalyPackage.KIND;

  @Mixin private CatalogueOption catalogue = new CatalogueOption();

  @Mixin private MlflowOption mlflow = new MlflowOption();

  @Option(names = "--seed", paramLabel = "N", description = "Of all randomness (default: 42).")
  private long seed = ForestSettings.DEFAULT.seed();

  @Option(names = "--trees", paramLabel = "N", description = "How many (default: 100).")
  private int trees = ForestSettings.DEFAULT.trees();

  @Option(names = "--samples", paramLabel = "N", description = "Rows per tree (default: 256).")
  private int samples = ForestSettings.DEFAULT.samples();

  @Option(
      names = "--contamination",
      paramLabel = "SHARE",
      description = "Share of anomalies in the training (default: 0, which is auto).")
  private double contamination = ForestSettings.DEFAULT.contamination();

  @Option(names = "--days", paramLabel = "N", description = "The window (default: 30).")
  private int days = 30;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "The window's end, ISO-8601 (default: the last step with features).")
  private Instant until;

  @Mixin private SummaryOption out = new SummaryOption();

  /** What was done. */
  record Summary(
      String model,
      String version,
      String alias,
      String reason,
      List<Criterion> gate,
      String runId,
      String digest,
      long rows,
      int features,
      Instant from,
      Instant to,
      double threshold,
      double seconds) {}

  @Override
  public Object run(JobContext context) {
    Instant began = context.clock().instant();
    ForestSettings settings = new ForestSettings(trees, samples, seed, contamination);
    requireDays();
    Catalogue known = catalogue.read();
    // Asked before the long work, so that a missing server costs seconds and not minutes.
    try (ModelRegistry registry = ModelRegistry.connect(mlflow.settings())) {
      registry.aliases(AnomalyPackage.KIND);
      context.store().read(Tables.FEATURES);
      long version = context.store().version(Tables.FEATURES);
      AnomalyTraining training =
          AnomalyTraining.of(
              context.store(), known, settings, Duration.ofDays(days), Optional.ofNullable(until));
      double seconds = Duration.between(began, context.clock().instant()).toMillis() / 1_000.0;
      AnomalyRegistration.Registered registered =
          new AnomalyRegistration(
                  registry,
                  context,
                  known.timescale().step(),
                  version,
                  TrainingOrigin.tags(System.getenv()))
              .register(training, context.store().path(Tables.FEATURES), began, seconds);
      Summary summary = summary(training, registered, seconds);
      context.progress().println(text(summary));
      out.write(summary);
      return summary;
    }
  }

  private void requireDays() {
    if (days < 1) {
      throw new UserException(
          "--days " + days + " is no window", "it has to be at least 1", "the default is 30");
    }
  }

  private static Summary summary(
      AnomalyTraining training, AnomalyRegistration.Registered registered, double seconds) {
    return new Summary(
        AnomalyPackage.KIND,
        registered.version().version(),
        registered.result().alias(),
        registered.result().reason(),
        registered.result().table().criteria(),
        registered.version().runId(),
        training.model().digest(),
        training.model().rows(),
        training.features().set().size(),
        training.window().from(),
        training.window().to(),
        training.model().grown().thresholds().anomaly(),
        seconds);
  }

  private static String text(Summary summary) {
    return String.format(
        Locale.ROOT,
        "train-anomaly: %,d rows of %d features, anomaly above %.3f, version %s is %s: %s",
        summary.rows(),
        summary.features(),
        summary.threshold(),
        summary.version(),
        summary.alias(),
        summary.reason());
  }
}

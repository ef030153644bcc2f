package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.MlflowOption;
import io.tidewatch.spark.table.Role;
import io.tidewatch.spark.train.PackageFolder;
import io.tidewatch.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code score}. */
@Command(
    name = "score",
    description = "Lets the champion score every pod and step that has features and no score yet.")
public final class ScoreCommand implements Job {
  @Mixin private MlflowOption mlflow = new MlflowOption();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How far back unscored steps are looked for (default: 2).")
  private int days = 2;

  /** What was done. */
  record Summary(String modelVersion, long rows, long anomalies, double seconds) {}

  @Override
  public Object run(JobContext context) {
    Instant began = context.clock().instant();
    context.store().claim(Role.SCORES);
    context.store().read(Tables.FEATURES);
    context.store().create(Tables.SCORES);
    try (ModelRegistry registry = ModelRegistry.connect(mlflow.settings());
        PackageFolder folder = PackageFolder.create()) {
      ModelVersion champion = champion(registry);
      ModelPackage content = registry.download(champion, folder.path().resolve("champion"));
      Scoring scoring =
          new Scoring(
              context.store(),
              PodFeatures.of(content.manifest().featureSet()),
              AnomalyPackage.forest(content),
              champion.version());
      Scoring.Added added = scoring.run(began.minus(Duration.ofDays(days)));
      double seconds = Duration.between(began, context.clock().instant()).toMillis() / 1_000.0;
      Summary summary = new Summary(champion.version(), added.rows(), added.anomalies(), seconds);
      context.progress().println(text(summary));
      return summary;
    }
  }

  private static ModelVersion champion(ModelRegistry registry) {
    return registry
        .byAlias(AnomalyPackage.KIND, ModelRegistry.CHAMPION)
        .orElseThrow(
            () ->
                new UserException(
                    "there is no model to score with",
                    "no version of the model anomaly is champion",
                    "run train-anomaly, or give a version the alias champion in MLflow"));
  }

  private static String text(Summary summary) {
    return String.format(
        Locale.ROOT,
        "score: %,d new rows, %,d of them anomalies, by version %s",
        summary.rows(),
        summary.anomalies(),
        summary.modelVersion());
  }
}

package io.tidewatch.spark.gate;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.spark.CatalogueOption;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.MlflowOption;
import io.tidewatch.spark.SummaryOption;
import io.tidewatch.spark.anomaly.AnomalyEvaluation;
import io.tidewatch.spark.anomaly.TrainAnomalyCommand;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.StoredRows;
import io.tidewatch.spark.train.TrainCommand;
import io.tidewatch.spark.train.TrainingOrigin;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code evaluate}. */
@Command(
    name = "evaluate",
    description = "Judges the champions on the newest rows, demotes what has left its band.")
public final class EvaluateCommand implements Job {
  @Mixin private CatalogueOption catalogue = new CatalogueOption();

  @Mixin private MlflowOption mlflow = new MlflowOption();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How many of the newest days count (default: 1).")
  private int days = 1;

  @Option(
      names = "--retrain-days",
      paramLabel = "N",
      description = "A training is asked for at most once in so many days (default: 3).")
  private int retrainDays = 3;

  @Mixin private SummaryOption out = new SummaryOption();

  /**
   * What was found.
   *
   * @param retrain for each model, whether a training is asked for before its time
   */
  record Summary(
      Evaluation.Summary forecast,
      AnomalyEvaluation.Summary anomaly,
      List<EarlyRetrain.Answer> retrain) {}

  @Override
  public Object run(JobContext context) {
    Catalogue known = catalogue.read();
    requireDays();
    try (ModelRegistry registry = ModelRegistry.connect(mlflow.settings())) {
      registry.aliases(TrainCommand.KIND);
      JavaRDD<WorkloadRows> rows = rows(context, known);
      Evaluation.Summary forecast =
          new Evaluation(registry, context, TrainCommand.KIND, GateSettings.DEFAULT)
              .run(rows, known.timescale(), (long) days * Timescale.STEPS_PER_DAY);
      AnomalyEvaluation.Summary anomaly =
          new AnomalyEvaluation(registry, context, AnomalyLimits.DEFAULT)
              .run(
                  known,
                  known.timescale().step().multipliedBy((long) days * Timescale.STEPS_PER_DAY));
      EarlyRetrain retrain =
          new EarlyRetrain(registry, context, runName(context), Duration.ofDays(retrainDays));
      Summary summary =
          new Summary(
              forecast,
              anomaly,
              List.of(
                  retrain.answer(TrainCommand.KIND, forecast.drift()),
                  retrain.answer(TrainAnomalyCommand.KIND, anomaly.drift())));
      out.write(summary);
      tell(context.progress(), summary);
      return summary;
    }
  }

  private static JavaRDD<WorkloadRows> rows(JobContext context, Catalogue known) {
    JavaRDD<WorkloadRows> rows = StoredRows.read(context.store(), known).cache();
    if (rows.isEmpty()) {
      throw new UserException(
          "there is nothing to evaluate on",
          "no workload of the catalogue has both demand and features in the store",
          "run ingest and features first, and look for gaps in the table gaps");
    }
    return rows;
  }

  /** A scheduler's run by its logical date, a person's by the day. */
  private static String runName(JobContext context) {
    String day = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC).toString();
    return TrainingOrigin.tags(System.getenv()).getOrDefault(TrainingOrigin.DATE, day);
  }

  private static void tell(PrintStream progress, Summary summary) {
    Evaluation.Summary forecast = summary.forecast();
    progress.println("evaluate: forecast " + forecast.action() + ": " + forecast.why());
    AnomalyEvaluation.Summary anomaly = summary.anomaly();
    progress.println("evaluate: anomaly " + anomaly.action() + ": " + anomaly.why());
    summary.retrain().stream()
        .filter(EarlyRetrain.Answer::asked)
        .forEach(
            answer ->
                progress.println(
                    "evaluate: train " + answer.model() + " before its time: " + answer.why()));
  }

  private void requireDays() {
    if (days < 1) {
      throw new UserException(
          "--days " + days + " leaves nothing to evaluate on",
          "it is less than 1",
          "name a number of days, or leave it out");
    }
    if (retrainDays < 1) {
      throw new UserException(
          "--retrain-days " + retrainDays + " is no limit",
          "it is less than 1",
          "name a number of days, or leave it out");
    }
  }
}

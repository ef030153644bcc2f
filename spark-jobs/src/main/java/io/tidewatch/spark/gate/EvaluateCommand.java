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
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.StoredRows;
import io.tidewatch.spark.train.TrainCommand;
import org.apache.spark.api.java.JavaRDD;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code evaluate}. */
@Command(
    name = "evaluate",
    description = "Judges the champion on the newest rows and demotes it if it has left its band.")
public final class EvaluateCommand implements Job {
  @Mixin private CatalogueOption catalogue = new CatalogueOption();

  @Mixin private MlflowOption mlflow = new MlflowOption();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How many of the newest days count (default: 1).")
  private int days = 1;

  @Mixin private SummaryOption out = new SummaryOption();

  @Override
  public Object run(JobContext context) {
    Catalogue known = catalogue.read();
    requireDays();
    try (ModelRegistry registry = ModelRegistry.connect(mlflow.settings())) {
      registry.aliases(TrainCommand.KIND);
      JavaRDD<WorkloadRows> rows = StoredRows.read(context.store(), known).cache();
      if (rows.isEmpty()) {
        throw new UserException(
            "there is nothing to evaluate on",
            "no workload of the catalogue has both demand and features in the store",
            "run ingest and features first, and look for gaps in the table gaps");
      }
      Evaluation.Summary summary =
          new Evaluation(registry, context, TrainCommand.KIND, GateSettings.DEFAULT)
              .run(rows, known.timescale(), (long) days * Timescale.STEPS_PER_DAY);
      out.write(summary);
      context.progress().println("evaluate: " + summary.action() + ": " + summary.why());
      return summary;
    }
  }

  private void requireDays() {
    if (days < 1) {
      throw new UserException(
          "--days " + days + " leaves nothing to evaluate on",
          "it is less than 1",
          "name a number of days, or leave it out");
    }
  }
}

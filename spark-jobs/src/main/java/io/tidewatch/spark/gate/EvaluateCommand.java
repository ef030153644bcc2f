package io.tidewatch.spark.gate;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.CataloguePath;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.MlflowOption;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.StoredRows;
import io.tidewatch.spark.train.TrainCommand;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaRDD;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code evaluate}. */
@Command(
    name = "evaluate",
    description = "Judges the champion on the newest rows and demotes it if it has left its band.")
public final class EvaluateCommand implements Job {
  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      required = true,
      converter = CataloguePath.class,
      description = "The YAML file that says which workloads there are.")
  private Path catalogue;

  @Mixin private MlflowOption mlflow = new MlflowOption();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How many of the newest days count (default: 1).")
  private int days = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into evaluate.json of this folder.")
  private Path out;

  @Override
  public Object run(JobContext context) {
    Catalogue known = CatalogueFile.read(catalogue);
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
      if (out != null) {
        SummaryFile.write(out.resolve("evaluate.json"), summary);
      }
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

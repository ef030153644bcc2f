package io.tidewatch.spark;

import io.tidewatch.spark.anomaly.ScoreCommand;
import io.tidewatch.spark.anomaly.TrainAnomalyCommand;
import io.tidewatch.spark.backtest.BacktestCommand;
import io.tidewatch.spark.backtest.BenchCommand;
import io.tidewatch.spark.bench.MeasureCommand;
import io.tidewatch.spark.collect.BackfillCommand;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.collect.RepairCommand;
import io.tidewatch.spark.features.FeaturesCommand;
import io.tidewatch.spark.feedback.FeedbackCommand;
import io.tidewatch.spark.gate.EvaluateCommand;
import io.tidewatch.spark.maintain.InspectCommand;
import io.tidewatch.spark.maintain.MaintainCommand;
import io.tidewatch.spark.optimize.OptimizeCommand;
import io.tidewatch.spark.train.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The jobs that run on Spark.
 *
 * <p>Several verbs may follow each other on one line and share one session: {@code --store DIR
 * ingest … features … train …}. The first failure ends the line.
 */
@Command(
    name = "tidewatch-spark",
    description = "Jobs on the feature store.",
    subcommandsRepeatable = true,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      RunCommand.class,
      IngestCommand.class,
      BackfillCommand.class,
      RepairCommand.class,
      MaintainCommand.class,
      InspectCommand.class,
      FeaturesCommand.class,
      TrainCommand.class,
      TrainAnomalyCommand.class,
      ScoreCommand.class,
      FeedbackCommand.class,
      EvaluateCommand.class,
      OptimizeCommand.class,
      BacktestCommand.class,
      BenchCommand.class,
      MeasureCommand.class
    })
public final class SparkMain {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      required = true,
      scope = ScopeType.INHERIT,
      description = "The folder of the Delta tables.")
  private String store;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs a command line and returns its exit code: 0, 2 (the user's to mend) or 70 (a bug). */
  public static int execute(String... args) {
    SparkMain main = new SparkMain();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(
            parsed ->
                Failures.guard(System.err, () -> new JobLine(main.store, main.cluster).run(parsed)))
        .execute(args);
  }
}

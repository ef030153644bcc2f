package io.tidewatch.spark.bench;

import io.tidewatch.domain.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code bench ingest}, {@code bench features} and {@code bench train}: starts a driver for each
 * size and puts the figures together. This process holds no Spark; it serves the generated series.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Speed and cost of the Spark jobs beside a yardstick of the same run.",
    subcommands = {IngestBench.class, FeaturesBench.class, TrainBench.class})
public final class ReachBench {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  private ReachBench() {}

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a command line and returns its exit code: 0, 2 (the user's to mend) or 70 (a bug). */
  static int execute(String... arguments) {
    return new CommandLine(new ReachBench())
        .setExecutionExceptionHandler(
            (thrown, line, parsed) -> {
              if (thrown instanceof UserException user) {
                System.err.println("tidewatch: " + user.getMessage());
                return USER_ERROR;
              }
              thrown.printStackTrace(System.err);
              return BUG;
            })
        .execute(arguments);
  }
}

package io.tidewatch.demo.history;

import io.tidewatch.demo.trace.UserError;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the demo's past: writes it, continues it, describes it. */
@Command(
    name = "tidewatch-history",
    description = "Seeded history of the demo shop, or a recorded trace, for a Prometheus.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WriteCommand.class,
      ServeCommand.class,
      LogsCommand.class,
      TraceCommand.class,
      WorkloadsCommand.class
    })
public final class HistoryMain {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  private HistoryMain() {}

  /** Runs the verb and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
  }

  /** Runs the verb: 0 done, 2 the user's fault, 70 a bug. */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return new CommandLine(new HistoryMain())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, err))
        .execute(args);
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof UserError) {
      err.println(failure.getMessage());
      return USER_ERROR;
    }
    failure.printStackTrace(err);
    return BUG;
  }
}

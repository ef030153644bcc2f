package io.tidewatch.demo.load;

import io.tidewatch.demo.trace.UserError;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine;

/** Entry point of the load generator. */
public final class LoadMain {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  private LoadMain() {}

  /** Runs the load and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
  }

  /** Runs the load: 0 done, whatever the targets answered; 2 the user's fault; 70 a bug. */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return new CommandLine(new LoadCommand(Clock.systemUTC()))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
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

package io.tidewatch.local;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.benchlive.BenchLive;
import io.tidewatch.local.demo.DemoCommand;
import io.tidewatch.local.doctor.DoctorCommand;
import io.tidewatch.local.report.BacktestCommand;
import io.tidewatch.processes.ProcessException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./tidewatch} starts: exit code 0 done, 2 the user can mend it, 70 a bug. */
@Command(name = "tidewatch")
public final class Main {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(System.getenv(), System.out, System.err, arguments));
  }

  /** Runs one command line in this environment and returns its exit code. */
  static int run(
      Map<String, String> environment, PrintStream out, PrintStream err, String... arguments) {
    List<String> line = Arrays.asList(arguments);
    if (line.isEmpty() || line.get(0).equals("help") || HelpText.isAskedFor(line)) {
      out.print(HelpText.of(line));
      return 0;
    }
    return commandLine(Layout.of(environment), environment, new Terminal(out, environment))
        .setParameterExceptionHandler((wrong, args) -> refuse(wrong, err))
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, err))
        .execute(arguments);
  }

  /** The commands, wired. */
  static CommandLine commandLine(
      Layout layout, Map<String, String> environment, Terminal terminal) {
    CommandLine all = new CommandLine(new Main());
    all.addSubcommand(new DemoCommand(layout, environment, terminal, Clock.systemUTC()));
    all.addSubcommand(new BacktestCommand(layout, terminal, Clock.systemUTC()));
    CommandLine bench = new CommandLine(new BenchCommand(layout));
    bench.addSubcommand(new BenchLive(layout, environment, terminal));
    all.addSubcommand("bench", bench);
    all.addSubcommand(new DoctorCommand(layout, environment, terminal, Clock.systemUTC()));
    for (Verb verb : Verb.values()) {
      all.addSubcommand(verb.word(), new PassThrough(verb, layout, environment));
    }
    return all;
  }

  private static int refuse(CommandLine.ParameterException wrong, PrintStream err) {
    String command = wrong.getCommandLine().getCommandName();
    String topic = command.equals("tidewatch") ? "" : " " + command;
    err.println("tidewatch: " + wrong.getMessage());
    err.println("tidewatch: see ./tidewatch help" + topic);
    return USER_ERROR;
  }

  private static int report(Exception failure, PrintStream err) {
    if (isEnding()) {
      // Ctrl-C reaches the children too; that they end then is no failure to tell about.
      return BUG;
    }
    if (failure instanceof UserException || failure instanceof ProcessException) {
      err.println("tidewatch: " + failure.getMessage());
      return USER_ERROR;
    }
    err.println("tidewatch: this is a bug, please report it with what follows");
    failure.printStackTrace(err);
    return BUG;
  }

  private static boolean isEnding() {
    Thread nothing = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(nothing);
      Runtime.getRuntime().removeShutdownHook(nothing);
      return false;
    } catch (IllegalStateException shuttingDown) {
      return true;
    }
  }
}

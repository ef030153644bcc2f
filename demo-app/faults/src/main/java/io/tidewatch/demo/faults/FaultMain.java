package io.tidewatch.demo.faults;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;

/** Entry point of the demo's faults. */
public final class FaultMain {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  private FaultMain() {}

  /** Does what is asked and ends the process with its exit code. */
  public static void main(String[] args) {
    Surroundings here =
        new Surroundings(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Clock.systemUTC(),
            duration -> Thread.sleep(duration.toMillis()));
    PrintWriter out = new PrintWriter(System.out, true);
    System.exit(run(args, here, out, new PrintWriter(System.err, true)));
  }

  /** Does what is asked: 0 done, 2 the user's fault, 70 a bug. */
  static int run(String[] args, Surroundings surroundings, PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(new FaultCommand(surroundings));
    line.addSubcommand(new ListCommand()).addSubcommand(new ClearCommand());
    AllFaults.LIST.forEach(fault -> line.addSubcommand(fault.name(), inject(fault)));
    return line.setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, err))
        .execute(args);
  }

  private static CommandLine inject(Fault fault) {
    CommandLine command = new CommandLine(new InjectCommand(fault));
    String kind = fault.benign() ? "Harmless: " : "";
    String how = fault.intensity().map(unit -> " --intensity: " + unit + ".").orElse("");
    command.getCommandSpec().usageMessage().description(kind + fault.summary() + "." + how);
    String example = "  tidewatch-faults " + fault.name() + " " + fault.target().option() + " NAME";
    command.getCommandSpec().usageMessage().footer("", "Example:", example + " --for 2m --seed 7");
    return command;
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

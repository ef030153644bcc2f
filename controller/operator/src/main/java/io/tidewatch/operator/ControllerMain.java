package io.tidewatch.operator;

import io.tidewatch.domain.UserException;
import io.tidewatch.operator.incident.IncidentOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The controller's process: decisions go to stdout, everything else to stderr. */
@Command(
    name = "tidewatch-operator",
    mixinStandardHelpOptions = true,
    description = "Decides how many pods every workload should have, and records why.",
    footer = "%nsweep --help: restores the HPAs whose floor has expired, and ends; for a CronJob.")
public final class ControllerMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerMain.class);
  private static final int USER = 2;
  private static final int BUG = 70;

  @Option(
      names = "--catalogue",
      description = "The catalogue file; with --kubernetes, what all workloads share.")
  private Optional<Path> catalogue = Optional.empty();

  @Mixin private KubernetesOptions kubernetes = new KubernetesOptions();

  @Option(names = "--prometheus", required = true, description = "Address of Prometheus.")
  private String prometheus;

  @Mixin private IncidentOptions incidents = new IncidentOptions();

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(names = "--serving", required = true, description = "Address of the forecast server.")
  private String serving;

  @Mixin private ServingOptions servingAccess = new ServingOptions();

  @Option(names = "--state", required = true, description = "Directory of the last decisions.")
  private Path state;

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(names = "--port", defaultValue = "8080", description = "Default: ${DEFAULT-VALUE}.")
  private int port;

  @Mixin private DoorOptions door = new DoorOptions();

  @Option(
      names = "--mode",
      defaultValue = "observe",
      description =
          "The most that a PredictiveScaler can allow: observe (the default) changes nothing,"
              + " recommend adds events, canary one pod, act all. Needs --kubernetes.")
  private String mode;

  private ControllerMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  // Not a subcommand of picocli's: it would demand the options of the loop for a sweep, too.
  private static int run(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("sweep")) {
      return sweepLine().execute(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    return commandLine().execute(arguments);
  }

  static CommandLine sweepLine() {
    return new CommandLine(new SweepCommand())
        .setExecutionExceptionHandler((failure, command, parsed) -> exitCode(failure, command));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ControllerMain())
        .setExecutionExceptionHandler((failure, command, parsed) -> exitCode(failure, command));
  }

  @Override
  public Integer call() throws InterruptedException {
    ControllerOptions options =
        ControllerOptions.of(
            catalogue,
            kubernetes.access(),
            kubernetes.lease(),
            incidents.config(),
            prometheus,
            access.access(),
            serving,
            servingAccess.access(),
            state,
            door.door(host, port),
            mode);
    Controller controller = Controller.start(options, Clock.systemUTC(), utf8Stdout());
    LOG.info(
        "mode {}, listens on {}://{}:{}", mode, options.door().scheme(), host, controller.port());
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(controller::close, "shutdown"));
    never.await();
    return 0;
  }

  // The platform's encoding may be ASCII; records are UTF-8.
  private static PrintStream utf8Stdout() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  private static int exitCode(Exception failure, CommandLine command) {
    if (failure instanceof UserException mistake) {
      command.getErr().println(mistake.getMessage());
      return USER;
    }
    LOG.error("a bug in the controller", failure);
    return BUG;
  }
}

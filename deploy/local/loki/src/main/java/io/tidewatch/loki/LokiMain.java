package io.tidewatch.loki;

import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the log server and keeps it until SIGTERM or Ctrl-C. */
@Command(
    name = "tidewatch-loki",
    mixinStandardHelpOptions = true,
    description = {
      "A small log server that speaks the part of Loki's API that Tidewatch uses.",
      "For one machine and for tests; production runs Loki."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar tidewatch-loki.jar --port 3100 --data .tidewatch/loki",
      "  curl -s http://127.0.0.1:3100/ready",
      "  curl -sG http://127.0.0.1:3100/loki/api/v1/query_range \\",
      "    --data-urlencode 'query={namespace=\"aiops-demo\"} |= \"error\"'",
      "  curl -s --data-binary @history.jsonl http://127.0.0.1:3100/tidewatch/import",
      "",
      "The last takes history of any age that is kept: one {\"stream\":{…},\"values\":[[\"NANOSECONDS\",\"LINE\"],…]}"
          + " on each line.",
      "Exit codes: 2 a mistake in the options or the data folder, 70 a bug; Ctrl-C and SIGTERM end it"
          + " in order."
    })
public final class LokiMain implements Callable<Integer> {
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Where to listen (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "3100",
      description = "Port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      required = true,
      description = "Folder of the log files; made if need be.")
  private Path data;

  @Option(
      names = "--keep-days",
      defaultValue = "31",
      description = "Older lines are deleted, history is refused (default: ${DEFAULT-VALUE}).")
  private int keepDays;

  private LokiMain() {}

  /** Exit code 2 for the user's errors, 70 for ours. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new LokiMain())
        .setExecutionExceptionHandler(LokiMain::failed)
        .execute(arguments);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      return refuse("--port " + port + " is no port", "it is not in 0..65535", "choose another");
    }
    if (keepDays < 1) {
      return refuse("--keep-days " + keepDays + " keeps nothing", "it is below 1", "raise it");
    }
    LokiServer server;
    try {
      server = start();
    } catch (JavalinBindException taken) {
      return refuse(
          "the log server cannot listen on " + host + ":" + port,
          String.valueOf(taken.getMessage()),
          "end what listens there, or choose another --port (0 takes a free one)");
    } catch (IOException unusable) {
      return refuse(
          "the log server cannot use " + data,
          unusable.getClass().getSimpleName() + ": " + unusable.getMessage(),
          "choose another --data, or end the server that uses it");
    }
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ended)));
    System.out.println("log server listens on " + server.url());
    ended.await();
    return 0;
  }

  private LokiServer start() throws IOException {
    return LokiServer.start(
        host, port, data, Duration.ofDays(keepDays), Limits.standard(), Clock.systemUTC());
  }

  private static void end(LokiServer server, CountDownLatch ended) {
    server.close();
    ended.countDown();
  }

  private static int refuse(String problem, String cause, String remedy) {
    System.err.println(problem + "\n  cause:  " + cause + "\n  remedy: " + remedy);
    return USER_ERROR;
  }

  private static int failed(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    thrown.printStackTrace(command.getErr());
    return BUG;
  }
}

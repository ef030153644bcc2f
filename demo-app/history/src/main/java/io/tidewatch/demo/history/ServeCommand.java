package io.tidewatch.demo.history;

import io.tidewatch.demo.history.logs.LivePush;
import io.tidewatch.demo.trace.UserError;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves what comes after the history, to be scraped. */
@Command(
    name = "serve",
    description = {
      "Go on after --end at the wall clock's pace, on /metrics (the current minute)",
      "and /backlog (every minute since the last answer, for one Prometheus)."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ShopOptions options;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(names = "--port", required = true, description = "Port to listen on; 0 picks a free one.")
  private int port;

  @Option(
      names = "--trace",
      paramLabel = "CSV",
      description = "Replay the last day of this trace instead of the shop.")
  private Optional<Path> trace = Optional.empty();

  @Option(
      names = "--workload",
      defaultValue = "trace/recorded",
      paramLabel = "NAMESPACE/NAME",
      description = "Whose demand the trace is (default: ${DEFAULT-VALUE}).")
  private String workload;

  @Option(
      names = "--loki",
      paramLabel = "URL",
      description = "Also push the shop's logs there, each line when its time has come.")
  private Optional<URI> loki = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    if (loki.isPresent() && trace.isPresent()) {
      throw new UserError(
          "--loki and --trace exclude each other",
          "a recorded trace has no logs",
          "leave one of them out");
    }
    Traffic traffic = traffic();
    try (Exporter exporter = Exporter.start(traffic, Clock.systemUTC(), host, port)) {
      spec.commandLine()
          .getOut()
          .println("serving http://" + host + ":" + exporter.port() + "/metrics");
      if (loki.isPresent()) {
        PrintWriter err = spec.commandLine().getErr();
        new LivePush(options.logs(), loki.get(), Clock.systemUTC(), err::println).run();
      }
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private Traffic traffic() {
    if (trace.isEmpty()) {
      return options.traffic();
    }
    return new TraceTraffic(TraceReader.read(trace.get()), options.lastMinute(), workload);
  }
}

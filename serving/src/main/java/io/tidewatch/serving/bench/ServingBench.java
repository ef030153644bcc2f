package io.tidewatch.serving.bench;

import io.javalin.Javalin;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.serving.Serving;
import io.tidewatch.serving.http.HttpApi;
import io.tidewatch.serving.http.HttpLimits;
import io.tidewatch.serving.http.HttpSettings;
import io.tidewatch.serving.model.ModelSource;
import io.tidewatch.serving.window.DemandWindow;
import io.tidewatch.source.Door;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures {@code GET} and {@code POST /predict/traffic} beside an empty handler of the same HTTP
 * server, in one process and in turns, while every workload gets a new forecast each second.
 */
@Command(
    name = "serving",
    mixinStandardHelpOptions = true,
    description = "Throughput and latency of serving beside an empty handler.")
public final class ServingBench implements Callable<Integer> {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;
  private static final int TREES = 50;
  private static final int DEPTH = 5;
  private static final Duration START = Duration.ofMinutes(3);

  @Option(names = "--workloads", defaultValue = "5000", description = "Default: ${DEFAULT-VALUE}.")
  private int workloads;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--package",
      description = "Directory of a model package of step 1 s; default: random trees.")
  private Optional<Path> given;

  @Option(names = "--json", description = "Where to write the results as JSON.")
  private Optional<Path> json;

  private final PausableClock clock = new PausableClock();

  private ServingBench() {}

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new ServingBench());
    command.setExecutionExceptionHandler(
        (thrown, line, parsed) -> {
          if (thrown instanceof UserException user) {
            line.getErr().println(user.getMessage());
            return USER_ERROR;
          }
          thrown.printStackTrace(line.getErr());
          return BUG;
        });
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireMemory();
    Path scratch = Files.createTempDirectory("tidewatch-bench");
    SyntheticDemand demand = new SyntheticDemand(workloads);
    Path modelPackage = model(scratch, demand);
    say("starting from the cache, in processes of their own");
    BenchReport.Startup startup = new StartupBench(workloads, scratch, modelPackage).measure();
    FolderModelSource models = new FolderModelSource(modelPackage);
    Serving.Settings settings =
        new Serving.Settings(
            demand.catalogue(), scratch.resolve("cache"), http(scratch), Duration.ofHours(1));
    Javalin empty = empty();
    try (Serving serving =
        Serving.start(settings, new Serving.Sources(demand, models, ModelSource.none()), clock)) {
      awaitReady(serving.url());
      URI emptyUrl = URI.create("http://" + LOOPBACK + ":" + empty.port());
      BenchReport report = measure(serving.url(), emptyUrl, models, startup);
      System.out.print(report.table());
      if (json.isPresent()) {
        Files.writeString(json.get(), report.json());
      }
    } finally {
      empty.stop();
      delete(scratch);
    }
    return 0;
  }

  private BenchReport measure(
      URI ours, URI empty, FolderModelSource models, BenchReport.Startup startup) {
    BenchLoad load = BenchLoad.on(ours, empty, workloads, clock, Duration.ofSeconds(seconds));
    say("warming up");
    load.warmUp();
    List<BenchReport.Round> done = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      say("round " + i + " of " + rounds);
      done.add(load.round());
    }
    double calm = BenchLoad.calm(BenchReport.median(done, round -> round.empty().rate()));
    say("swapping the model under load");
    BenchReport.Swap emptySwap = load.swap(load.none(), calm, () -> {});
    BenchReport.Swap ourSwap = load.swap(load.get(), calm, () -> BenchLoad.promote(ours, models));
    return new BenchReport(workloads, BenchLoad.BATCH, done, ourSwap, emptySwap, startup);
  }

  private void requireMemory() {
    long needed = (500L << 20) + workloads * (2L * DemandWindow.LENGTH * Float.BYTES);
    if (Runtime.getRuntime().maxMemory() < needed) {
      throw new UserException(
          "%d workloads do not fit in memory".formatted(workloads),
          "the heap may grow to %d MiB".formatted(Runtime.getRuntime().maxMemory() >> 20),
          "start it with -Xmx%dm, or measure fewer --workloads".formatted(needed >> 20));
    }
  }

  private Path model(Path scratch, SyntheticDemand demand) {
    byte[] onnx = SyntheticModel.forest(DemandFeatures.set().size(), TREES, DEPTH, 42);
    Duration step = demand.catalogue().timescale().step();
    return given.orElseGet(
        () -> SyntheticPackage.write(scratch.resolve("package"), onnx, step).directory());
  }

  /** As the product listens, with an access log. */
  private static HttpSettings http(Path scratch) throws IOException {
    OutputStream accessLog = Files.newOutputStream(scratch.resolve("access.log"));
    return new HttpSettings(
        LOOPBACK, 0, Optional.empty(), Optional.of(accessLog), HttpLimits.USUAL);
  }

  private static Javalin empty() {
    return Javalin.create(
            config -> {
              HttpApi.server(config, Door.open(LOOPBACK, 0), Clock.systemUTC());
              config.routes.get("/empty", ctx -> {});
            })
        .start();
  }

  private void awaitReady(URI ours) throws IOException, InterruptedException {
    say("reading a week of " + workloads + " workloads");
    long deadline = System.nanoTime() + START.toNanos();
    try (HttpConnection connection = new HttpConnection(ours)) {
      while (connection.exchange(HttpConnection.get("/readyz")) != 200) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("serving is not ready after " + START.toSeconds() + " s");
        }
        Thread.sleep(100);
      }
    }
  }

  private static void say(String what) {
    System.err.println("bench serving: " + what);
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

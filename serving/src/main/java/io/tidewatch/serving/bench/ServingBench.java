package io.tidewatch.serving.bench;

import io.javalin.Javalin;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.serving.Serving;
import io.tidewatch.serving.http.HttpApi;
import io.tidewatch.serving.model.ModelSource;
import io.tidewatch.serving.window.DemandWindow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
  private static final int CONNECTIONS = 8;
  private static final int BATCH = 100;
  private static final double CALM = 0.3;
  private static final int TREES = 50;
  private static final int DEPTH = 5;
  private static final Duration SWAP_EVERY = Duration.ofSeconds(1);
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
    FolderModelSource models = new FolderModelSource(model(scratch, demand));
    Serving.Settings settings =
        new Serving.Settings(
            demand.catalogue(), scratch.resolve("cache"), LOOPBACK, 0, Duration.ofHours(1));
    Javalin empty = empty();
    try (Serving serving =
        Serving.start(settings, new Serving.Sources(demand, models, ModelSource.none()), clock)) {
      awaitReady(serving.url());
      URI emptyUrl = URI.create("http://" + LOOPBACK + ":" + empty.port());
      BenchReport report = measure(serving.url(), emptyUrl, models);
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

  private BenchReport measure(URI ours, URI empty, FolderModelSource models) {
    Duration time = Duration.ofSeconds(seconds);
    LoadGenerator get = new LoadGenerator(ours, gets("/predict/traffic"), CONNECTIONS);
    LoadGenerator post = new LoadGenerator(ours, posts(), CONNECTIONS);
    LoadGenerator none = new LoadGenerator(empty, gets("/empty"), CONNECTIONS);
    say("warming up");
    none.asFastAsPossible(time);
    get.asFastAsPossible(time);
    post.asFastAsPossible(time);
    List<BenchReport.Round> done = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      say("round " + i + " of " + rounds);
      LoadGenerator.Result peak = none.asFastAsPossible(time);
      LoadGenerator.Result fast = get.asFastAsPossible(time);
      double calm = CALM * peak.rate();
      done.add(
          new BenchReport.Round(
              peak, fast, none.at(calm, time), get.at(calm, time), post.asFastAsPossible(time)));
    }
    double calm = CALM * BenchReport.median(done, round -> round.empty().rate());
    say("swapping the model under load");
    BenchReport.Swap emptySwap = swap(none, calm, () -> {});
    BenchReport.Swap ourSwap = swap(get, calm, () -> promote(ours, models));
    return new BenchReport(workloads, BATCH, done, ourSwap, emptySwap);
  }

  /** The empty handler is measured while no step passes: its machine does nothing else. */
  private BenchReport.Round round(
      LoadGenerator none, LoadGenerator get, LoadGenerator post, Duration time) {
    clock.pause();
    LoadGenerator.Result peak = none.asFastAsPossible(time);
    double calm = CALM * peak.rate();
    LoadGenerator.Result calmPeak = none.at(calm, time);
    clock.resume();
    return new BenchReport.Round(
        peak,
        get.asFastAsPossible(time),
        calmPeak,
        get.at(calm, time),
        post.asFastAsPossible(time));
  }

  /** The same load twice as long, first in peace and then with a swap every second. */
  private BenchReport.Swap swap(LoadGenerator load, double rate, Runnable swap) {
    Duration time = Duration.ofSeconds(2L * seconds);
    LoadGenerator.Result before = load.at(rate, time);
    Thread swapping = new Thread(() -> repeat(swap), "swaps");
    swapping.setDaemon(true);
    swapping.start();
    LoadGenerator.Result during = load.at(rate, time);
    swapping.interrupt();
    join(swapping);
    return new BenchReport.Swap(before, during);
  }

  private static void repeat(Runnable swap) {
    try {
      while (true) {
        swap.run();
        Thread.sleep(SWAP_EVERY.toMillis());
      }
    } catch (InterruptedException | IllegalStateException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void promote(URI ours, FolderModelSource models) {
    models.promote();
    HttpRequest refresh =
        HttpRequest.newBuilder(ours.resolve("/models/refresh"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      int status =
          HttpClient.newHttpClient()
              .send(refresh, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        say("a swap was refused with status " + status);
      }
    } catch (IOException broken) {
      throw new IllegalStateException("the refresh was not answered", broken);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the swaps are over", ended);
    }
  }

  private void requireMemory() {
    long needed = (300L << 20) + workloads * (2L * DemandWindow.LENGTH * Double.BYTES);
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

  private static Javalin empty() {
    return Javalin.create(
            config -> {
              HttpApi.server(config, LOOPBACK, 0);
              config.routes.get("/empty", ctx -> {});
            })
        .start();
  }

  private byte[][] gets(String path) {
    return IntStream.range(0, workloads)
        .mapToObj(i -> HttpConnection.get(path + "?workload=bench/w" + i))
        .toArray(byte[][]::new);
  }

  private byte[][] posts() {
    return IntStream.rangeClosed(0, (workloads - 1) / BATCH)
        .mapToObj(
            batch -> {
              Stream<String> names =
                  IntStream.range(batch * BATCH, Math.min(workloads, (batch + 1) * BATCH))
                      .mapToObj(i -> "\"bench/w" + i + "\"");
              String body = "{\"workloads\":[" + String.join(",", names.toList()) + "]}";
              return HttpConnection.post("/predict/traffic", body);
            })
        .toArray(byte[][]::new);
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

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

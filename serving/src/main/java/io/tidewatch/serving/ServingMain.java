package io.tidewatch.serving;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.serving.model.RegistryModelSource;
import io.tidewatch.serving.window.PrometheusDemandSource;
import io.tidewatch.serving.window.PrometheusPodSource;
import io.tidewatch.source.CatalogueLocation;
import io.tidewatch.source.CatalogueWatch;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.RetryPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts serving and keeps it until SIGTERM or Ctrl-C. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Answers forecasts over HTTP: the champion of MLflow on live demand.")
public final class ServingMain implements Callable<Integer> {
  private static final String FORECAST = "forecast";
  private static final String ANOMALY = "anomaly";
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;

  @Option(
      names = "--catalogue",
      paramLabel = "FILE|URL",
      required = true,
      description = "The workloads: catalogue.yaml, or a controller's address of it.")
  private String catalogue;

  @Option(names = "--prometheus", required = true, description = "Address of Prometheus' API.")
  private String prometheus;

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(
      names = "--mlflow",
      description = "Address of MLflow; without it MLFLOW_TRACKING_URI counts.")
  private Optional<String> mlflow;

  @Option(
      names = "--cache",
      required = true,
      description = "Directory of the last good model, for a start while MLflow is down.")
  private Path cache;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Where to listen (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "5000",
      description = "Port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private String port;

  @Option(
      names = "--refresh-seconds",
      defaultValue = "10",
      description = "How often MLflow is looked at (default: ${DEFAULT-VALUE}).")
  private String refreshSeconds;

  @Mixin private DoorOptions door = new DoorOptions();

  @Option(
      names = "--access-log",
      paramLabel = "FILE|-|off",
      defaultValue = "-",
      description = "Where one JSON line per request goes: a file, - for the output, or off.")
  private String accessLog;

  private ServingMain() {}

  /** Exit code 2 for the user's errors, 70 for ours. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new ServingMain())
        .setExecutionExceptionHandler(ServingMain::failed)
        .execute(arguments);
  }

  @Override
  public Integer call() throws InterruptedException {
    ServingConfig config =
        ServingConfig.of(
            new ServingConfig.Raw(
                CataloguePath.of(catalogue),
                prometheus,
                access::access,
                mlflow,
                cache,
                host,
                port,
                refreshSeconds,
                door::door,
                accessLog),
            System.getenv());
    Duration step = config.settings().catalogue().timescale().step();
    // Few tries: the next one is due soon anyway, and meanwhile no step is forecast.
    RetryPolicy retries =
        new RetryPolicy(2, Duration.ofMillis(300), Duration.ofSeconds(2), new SplittableRandom());
    PrometheusClient client = new PrometheusClient(config.prometheus(), retries);
    ModelRegistry registry = ModelRegistry.connect(config.mlflow());
    Serving.Sources sources =
        new Serving.Sources(
            new PrometheusDemandSource(client, step),
            new PrometheusPodSource(client, step),
            new RegistryModelSource(registry, FORECAST, ModelRegistry.CHAMPION),
            new RegistryModelSource(registry, ANOMALY, ModelRegistry.CHAMPION),
            new RegistryModelSource(registry, PolicyModel.KIND, ModelRegistry.CHAMPION),
            new RegistryModelSource(registry, FORECAST, ModelRegistry.CHALLENGER));
    Clock clock = Clock.systemUTC();
    ServedCatalogue serving =
        new ServedCatalogue(
            config.settings().catalogue(),
            config.settings().http().door().port(),
            (next, free) -> Serving.start(config.settings().by(next, free), sources, clock));
    new CatalogueLocation(catalogue, System.getenv())
        .remote(clock)
        .ifPresent(it -> CatalogueWatch.start(it, CatalogueWatch.PAUSE, serving));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(serving, registry, ended)));
    System.out.println("serving listens on " + serving.url());
    ended.await();
    return 0;
  }

  private static void end(ServedCatalogue serving, ModelRegistry registry, CountDownLatch ended) {
    serving.close();
    registry.close();
    ended.countDown();
  }

  private static int failed(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    if (thrown instanceof UserException user) {
      command.getErr().println(user.getMessage());
      return USER_ERROR;
    }
    thrown.printStackTrace(command.getErr());
    return BUG;
  }
}

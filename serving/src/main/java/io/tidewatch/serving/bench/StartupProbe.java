package io.tidewatch.serving.bench;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.serving.Serving;
import io.tidewatch.serving.model.ModelSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A process of its own that serves from a cache, with the heap that the product has: the first run
 * fills the cache out of a package, the second starts with the registry down and tells how soon it
 * was ready and what its heap holds after some steps.
 */
final class StartupProbe {
  private static final Duration STEPS = Duration.ofSeconds(10);
  private static final long LONGEST_NANOS = Duration.ofMinutes(3).toNanos();

  private StartupProbe() {}

  /** Number of workloads, cache, and the package of the first run. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SyntheticDemand demand = new SyntheticDemand(Integer.parseInt(arguments[0]));
    Path cache = Path.of(arguments[1]);
    ModelSource models =
        arguments.length > 2 ? new FolderModelSource(Path.of(arguments[2])) : new Down();
    Serving.Settings settings =
        new Serving.Settings(demand.catalogue(), cache, "127.0.0.1", 0, Duration.ofHours(1));
    try (Serving serving =
        Serving.start(
            settings, new Serving.Sources(demand, models, ModelSource.none()), Clock.systemUTC())) {
      awaitReady(serving.url());
      long started = ManagementFactory.getRuntimeMXBean().getStartTime();
      double seconds = (System.currentTimeMillis() - started) / 1e3;
      Thread.sleep(STEPS.toMillis());
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
      System.out.println(new BenchReport.Startup(seconds, heap, BenchReport.peakMemory()).line());
    }
  }

  private static void awaitReady(URI server) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_NANOS;
    try (HttpConnection connection = new HttpConnection(server)) {
      while (connection.exchange(HttpConnection.get("/readyz")) != 200) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("serving did not become ready");
        }
        Thread.sleep(10);
      }
    }
  }

  /** A registry that refuses connections. */
  private static final class Down implements ModelSource {
    @Override
    public Optional<ModelVersion> current() {
      throw new UserException("MLflow does not answer", "connection refused", "start it");
    }

    @Override
    public ModelPackage download(ModelVersion version, Path directory) {
      throw new IllegalStateException("nobody knows of a version");
    }
  }
}

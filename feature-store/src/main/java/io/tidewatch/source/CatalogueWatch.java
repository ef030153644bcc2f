package io.tidewatch.source;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks for a served catalogue again and again, beside what runs by the one before. */
public final class CatalogueWatch implements AutoCloseable {
  /** How often a served catalogue is asked for. */
  public static final Duration PAUSE = Duration.ofMinutes(1);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "catalogue-watch");
            daemon.setDaemon(true);
            return daemon;
          });

  private CatalogueWatch() {}

  /** Asks with this pause and tells what came of it, until it is closed. */
  public static CatalogueWatch start(
      RemoteCatalogue catalogue, Duration pause, Consumer<RemoteCatalogue.Fetched> told) {
    CatalogueWatch watch = new CatalogueWatch();
    watch.thread.scheduleWithFixedDelay(
        () -> told.accept(catalogue.fetch()),
        pause.toMillis(),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
    return watch;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

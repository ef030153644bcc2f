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

  private static final System.Logger LOG = System.getLogger(CatalogueWatch.class.getName());

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
        () -> ask(catalogue, told), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  // An exception would end the schedule without a word.
  private static void ask(RemoteCatalogue catalogue, Consumer<RemoteCatalogue.Fetched> told) {
    try {
      told.accept(catalogue.fetch());
    } catch (RuntimeException failure) {
      LOG.log(System.Logger.Level.WARNING, "the catalogue could not be watched", failure);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

package io.tidewatch.local.live;

import io.tidewatch.local.ContinuousIngest;
import io.tidewatch.local.IngestNews;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LogServer;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lands metrics and logs of the race in a feature store while it runs.
 *
 * <p>It is a guest: the machine may have two cores only, and what is measured is the race. So Spark
 * has one core and the lowest but few priorities (nice 15), looks every 20 s only, and starts with
 * the warm-up, whose steps are not scored.
 */
final class Landing {
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final int CORES = 1;
  private static final int NICE = 15;
  private static final int KEEP_DAYS = 2;

  private final Layout layout;
  private final Supervisor children;
  private final Path folder;
  private final Clock clock;
  private Optional<ContinuousIngest> ingest = Optional.empty();

  Landing(Layout layout, Supervisor children, Path folder, Clock clock) {
    this.layout = layout;
    this.children = children;
    this.folder = folder;
    this.clock = clock;
  }

  /** The server that the cluster's logs are to go to. */
  URI startLogServer() {
    Path data = folder.resolve("loki");
    Trees.clear(data);
    return LogServer.start(layout, children, data, FreePorts.next(), KEEP_DAYS).url();
  }

  /** From now on what is measured and logged lands. */
  void begin(LivePlan plan, List<Side> sides, PrometheusEndpoint prometheus, Optional<URI> loki) {
    Path store = folder.resolve("store");
    Trees.clear(store);
    Path catalogue = LiveCatalogue.write(folder.resolve("catalogue.yaml"), plan, sides);
    ingest =
        Optional.of(
            ContinuousIngest.start(
                layout,
                children,
                new ContinuousIngest.Plan(
                    store,
                    catalogue,
                    prometheus,
                    loki.map(URI::toString),
                    Optional.of(clock.instant().toString()),
                    LOOK,
                    CORES,
                    NICE)));
  }

  /** What has landed; ends it. Empty if it never began. */
  Optional<Landed> end() {
    return ingest.map(
        running -> {
          Optional<String> trouble = running.failure();
          Optional<Duration> behind = behind(running.news());
          IngestNews all = running.end();
          return new Landed(all.metrics(), all.logLines(), behind, trouble);
        });
  }

  /** Of the source that is further behind. */
  private Optional<Duration> behind(IngestNews news) {
    Instant now = clock.instant();
    return Stream.of(news.metricsUntil(), news.logsUntil())
        .flatMap(Optional::stream)
        .map(until -> Duration.between(until, now))
        .max(Comparator.naturalOrder());
  }
}

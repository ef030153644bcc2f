package io.tidewatch.operator.outcome;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.Behavior;
import io.tidewatch.source.InstantSample;
import io.tidewatch.source.PrometheusClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for latency and errors every 15 nominal seconds, one call each for all workloads, on a
 * thread of its own: a Prometheus that hangs holds up no decision. What it did not say is unknown.
 */
public final class ServiceBook implements ServiceSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceBook.class);
  private static final String LATENCY = "latency_p95";
  private static final String ERRORS = "error_rate";
  private static final int STALE_SYNCS = 4;

  private final Timescale timescale;
  private final Supplier<Optional<Catalogue>> catalogues;
  private final PrometheusClient client;
  private final BooleanSupplier needed;
  private final Clock clock;
  private final Duration sync;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "service-levels"));
  private volatile Page page = new Page(Instant.MIN, Map.of(), Map.of());
  private String complained = "";

  /** All that was measured at one time. */
  private record Page(
      Instant at, Map<WorkloadId, Double> latency, Map<WorkloadId, Double> errors) {}

  /**
   * A book that is empty until {@link #start}.
   *
   * @param catalogues the one of now, with all queries
   * @param needed whether anybody has been promised anything
   */
  public ServiceBook(
      Timescale timescale,
      Supplier<Optional<Catalogue>> catalogues,
      PrometheusClient client,
      BooleanSupplier needed,
      Clock clock) {
    this.timescale = timescale;
    this.catalogues = catalogues;
    this.client = client;
    this.needed = needed;
    this.clock = clock;
    this.sync = timescale.wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
  }

  public ServiceBook start() {
    thread.scheduleWithFixedDelay(this::tick, 0, sync.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  @Override
  public Measured measured(WorkloadId workload, Instant now) {
    Page newest = page;
    if (newest.at().isBefore(now.minus(sync.multipliedBy(STALE_SYNCS)))) {
      return Measured.NOTHING;
    }
    return new Measured(
        newest.at(), value(newest.latency().get(workload)), value(newest.errors().get(workload)));
  }

  private static OptionalDouble value(Double known) {
    return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
  }

  private void tick() {
    try {
      if (needed.getAsBoolean()) {
        catalogues.get().ifPresent(this::look);
      }
    } catch (RuntimeException bug) {
      LOG.error("service levels are not looked at: a bug in the controller", bug);
    }
  }

  /** Asks once. */
  void look(Catalogue catalogue) {
    Instant now = clock.instant();
    Map<WorkloadId, Double> latency = ask(catalogue, LATENCY, now);
    page = new Page(now, latency, ask(catalogue, ERRORS, now));
  }

  private Map<WorkloadId, Double> ask(Catalogue catalogue, String name, Instant at) {
    Optional<QuerySpec> query =
        catalogue.queries().stream().filter(each -> each.name().equals(name)).findFirst();
    if (query.isEmpty()) {
      return Map.of();
    }
    try {
      return values(query.get(), at);
    } catch (UserException down) {
      complain(name + ": " + down.problem() + ": " + down.reason());
      return Map.of();
    }
  }

  // Two series of one workload do not say which of them is meant.
  private Map<WorkloadId, Double> values(QuerySpec query, Instant at) {
    Map<WorkloadId, Double> values = new HashMap<>();
    Set<WorkloadId> several = new HashSet<>();
    for (InstantSample sample : client.instant(query.at(timescale.step()), at)) {
      Optional<WorkloadId> id = query.workloadOf(sample.labels());
      if (id.isPresent() && values.put(id.get(), sample.value()) != null) {
        several.add(id.get());
      }
    }
    values.keySet().removeAll(several);
    return values;
  }

  // It fails every 15 seconds; one line is enough.
  private void complain(String text) {
    if (!text.equals(complained)) {
      LOG.warn("service levels are unknown: {}", text);
    }
    complained = text;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

package io.tidewatch.operator.heal;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.policy.Behavior;
import io.tidewatch.source.RangeResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces pods before they fail, on a thread of its own: every 15 nominal seconds the restart that
 * is under way goes on, once a step all pods are looked at.
 */
public final class Healer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
  private static final String MEMORY = "memory_of_limit";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int STALE_STEPS = 3;

  private final HealPass pass;
  private final RestartDesk restarts;
  private final Supplier<List<HealPlan>> plans;
  private final BooleanSupplier leads;
  private final Timescale timescale;
  private final Duration settle;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "healer"));
  private long lastStep = Long.MIN_VALUE;
  private boolean broken;

  Healer(
      HealPass pass,
      RestartDesk restarts,
      Supplier<List<HealPlan>> plans,
      BooleanSupplier leads,
      Catalogue catalogue,
      Clock clock) {
    this.pass = pass;
    this.restarts = restarts;
    this.plans = plans;
    this.leads = leads;
    this.timescale = catalogue.timescale();
    this.settle = catalogue.settle();
    this.clock = clock;
  }

  /**
   * Begins to look; none of the parts needs to answer yet.
   *
   * @throws UserException when the restarts of the last day cannot be read
   */
  public static Healer start(HealParts parts) {
    Timescale timescale = parts.catalogue().timescale();
    Cluster cluster = ApiCluster.of(parts.client(), parts.fence(), parts.actuators(), timescale);
    Duration step = timescale.step();
    AnomalySource anomalies =
        new AnomalyClient(
            parts.serving(),
            TIMEOUT,
            step.multipliedBy(STALE_STEPS).plus(parts.catalogue().settle()));
    Healer healer = of(parts, cluster, memory(parts), anomalies);
    healer.thread.scheduleWithFixedDelay(
        healer::tickSafely, 0, healer.interval().toMillis(), TimeUnit.MILLISECONDS);
    return healer;
  }

  /** The same parts with other eyes, hands and no thread. */
  static Healer of(HealParts parts, Cluster cluster, MemoryBook memory, AnomalySource anomalies) {
    Timescale timescale = parts.catalogue().timescale();
    RestartLedger ledger =
        RestartLedger.open(parts.state(), timescale.wallDuration(DAY), parts.notes());
    HealDesk desk = new HealDesk(parts.incidents(), parts.news(), cluster::event);
    RestartDesk restarts = new RestartDesk(cluster, ledger, desk, timescale);
    HealPass pass =
        new HealPass(
            new PodWatch(cluster, memory, anomalies, timescale, parts.clock()), restarts, desk);
    return new Healer(
        pass, restarts, () -> plans(parts), parts.leads(), parts.catalogue(), parts.clock());
  }

  private static List<HealPlan> plans(HealParts parts) {
    Timescale timescale = parts.catalogue().timescale();
    return parts.plans().get().stream()
        .flatMap(plan -> healPlan(plan, parts, timescale).stream())
        .toList();
  }

  private static Optional<HealPlan> healPlan(
      ScalerPlan plan, HealParts parts, Timescale timescale) {
    return HealPlan.of(plan, parts.limit().get(), parts.clusterPerDay(), timescale);
  }

  private static MemoryBook memory(HealParts parts) {
    Duration step = parts.catalogue().timescale().step();
    Optional<QuerySpec> query =
        parts.catalogue().queries().stream().filter(each -> each.name().equals(MEMORY)).findFirst();
    if (query.isEmpty()) {
      LOG.warn("the catalogue has no query {}: leaks cannot be seen", MEMORY);
      return new MemoryBook(Optional.empty(), steps -> new RangeResult(List.of(), List.of()));
    }
    String promql = query.get().at(step);
    return new MemoryBook(query, steps -> parts.prometheus().range(promql, step, steps));
  }

  /**
   * Whether a workload of one pod has, or is to have, a second one for a restart: whoever else
   * writes its floor or count has to wait.
   */
  public boolean surging(WorkloadId workload) {
    return restarts.surging(workload);
  }

  /** Whether one of its pods is being replaced. */
  public boolean busyWith(WorkloadId workload) {
    return restarts.busyWith(workload);
  }

  /** How many pods of a workload were replaced within a nominal day. */
  public int restartsToday(WorkloadId workload) {
    return restarts.today(workload, clock.instant());
  }

  /** Goes on with a restart, and looks at all pods if a step is over. */
  void tick(Instant now) {
    if (!leads.getAsBoolean() || !restarts.ready()) {
      return;
    }
    List<HealPlan> all = plans.get();
    restarts.advance(all, now);
    // Serving needs a moment after the samples have settled, as with forecasts.
    long settled = timescale.stepIndex(now.minus(settle).minus(interval()));
    if (settled > lastStep) {
      lastStep = settled;
      pass.step(settled, all, now);
    }
  }

  private void tickSafely() {
    try {
      tick(clock.instant());
      broken = false;
    } catch (RuntimeException bug) {
      if (!broken) {
        LOG.error("pods are not looked at: a bug in the controller", bug);
      }
      broken = true;
    }
  }

  private Duration interval() {
    return timescale.wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

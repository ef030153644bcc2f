package io.tidewatch.operator;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.Behavior;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collect, decide, record, act: every 15 nominal seconds on one thread; the forecast once a step,
 * when the step's samples have settled.
 */
final class ControlLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final ForecastAnswer NOT_ANSWERED =
      ForecastAnswer.missing(Why.servingError("serving's answer does not mention this workload"));

  private final Timescale timescale;
  private final Duration settle;
  private final Clock clock;
  private final UnaryOperator<Fleet> succession;
  private final Forecaster forecaster;
  private final UsualDemand usual;
  private final Journal journal;
  private final ControllerMetrics metrics;
  private final Hands hands;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "control-loop"));
  private final Set<WorkloadId> broken = new HashSet<>();
  private final Map<WorkloadId, Decided> newest = new ConcurrentHashMap<>();
  private Fleet fleet;
  private long lastStep = Long.MIN_VALUE;
  private volatile Instant lastTick;

  /**
   * A loop that begins with a fleet.
   *
   * @param succession the fleet of the next pass, by that of the last; asked before each pass
   */
  ControlLoop(
      Catalogue catalogue,
      Clock clock,
      Fleet fleet,
      UnaryOperator<Fleet> succession,
      Forecaster forecaster,
      Journal journal,
      ControllerMetrics metrics,
      Hands hands) {
    this.timescale = catalogue.timescale();
    this.settle = catalogue.settle();
    this.clock = clock;
    this.fleet = fleet;
    this.succession = succession;
    this.forecaster = forecaster;
    this.usual = new UsualDemand(timescale);
    this.journal = journal;
    this.metrics = metrics;
    this.hands = hands;
    this.lastTick = clock.instant();
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** One pass over all workloads; a failure of one leaves the others alone. */
  void tick(Instant now) {
    long began = System.nanoTime();
    follow(succession.apply(fleet));
    long settled = settledStep(now);
    boolean step = settled > lastStep;
    if (step) {
      learn(settled);
    }
    Observation seen = fleet.observer().observe(now);
    for (WorkloadControl workload : fleet.workloads()) {
      alone(workload, () -> decide(workload, now, seen, step));
    }
    if (step) {
      journal.stepped();
    }
    lastTick = now;
    metrics.loop((System.nanoTime() - began) / 1e9);
  }

  private void follow(Fleet next) {
    if (next == fleet) {
      return;
    }
    Set<WorkloadId> gone = new HashSet<>(fleet.ids());
    next.ids().forEach(gone::remove);
    fleet = next;
    newest.keySet().removeAll(gone);
    broken.removeAll(gone);
    gone.forEach(metrics::forget);
    journal.forget(gone);
    hands.leave(gone);
  }

  /** The last decision about a workload since this process runs. */
  Optional<Decided> newest(WorkloadId workload) {
    return Optional.ofNullable(newest.get(workload));
  }

  // One sync later than the samples settle: serving needs a moment to forecast from them.
  private long settledStep(Instant now) {
    return timescale.stepIndex(now.minus(settle).minus(interval()));
  }

  private void learn(long step) {
    lastStep = step;
    Observer observer = fleet.observer();
    usual.readDayUntil(step, fleet);
    Observation settled = observer.settledDemand(timescale.wallTime(step));
    Observation yesterday =
        observer.settledDemand(timescale.wallTime(step - Timescale.STEPS_PER_DAY));
    Map<WorkloadId, ForecastAnswer> answers = forecaster.forecasts(fleet.ids());
    for (WorkloadControl workload : fleet.workloads()) {
      WorkloadId id = workload.spec().workload();
      alone(
          workload,
          () ->
              workload.learn(
                  new StepSight(
                      step,
                      settled.demandOf(id),
                      yesterday.demandOf(id),
                      answers.getOrDefault(id, NOT_ANSWERED),
                      usual.of(id))));
    }
  }

  private void decide(WorkloadControl workload, Instant now, Observation seen, boolean step) {
    WorkloadId id = workload.spec().workload();
    Decided decided = workload.decide(now, seen.demandOf(id), seen.readyOf(id), hands.mode(id));
    newest.put(id, decided);
    metrics.decided(decided);
    journal.record(decided, step).ifPresent(record -> metrics.counted(record.action()));
    hands.act(decided);
  }

  private void alone(WorkloadControl workload, Runnable part) {
    WorkloadId id = workload.spec().workload();
    try {
      part.run();
    } catch (RuntimeException bug) {
      metrics.failed(id);
      // It will fail again in 15 seconds; one trace is enough.
      if (broken.add(id)) {
        LOG.error("{} is left as it is: a bug in the controller", id, bug);
      }
    }
  }

  /** Begins to tick on the grid of 15 nominal seconds. */
  void start() {
    thread.execute(this::tickAndPlanNext);
  }

  /** Whether the last pass is so long ago that the loop must hang. */
  boolean stalled() {
    Duration silence = Duration.between(lastTick, clock.instant());
    return silence.compareTo(interval().multipliedBy(8).plusSeconds(60)) > 0;
  }

  /** When the last pass began (wall time); before the first, when the process did. */
  Instant lastTick() {
    return lastTick;
  }

  private Duration interval() {
    return timescale.wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
  }

  // A pass that took too long skips a tick instead of being followed by several at once.
  private void tickAndPlanNext() {
    try {
      tick(clock.instant());
    } catch (RuntimeException bug) {
      LOG.error("a pass of the loop failed: a bug in the controller", bug);
    } finally {
      long interval = interval().toMillis();
      long pause = interval - Math.floorMod(clock.millis(), interval);
      if (!thread.isShutdown()) {
        thread.schedule(this::tickAndPlanNext, pause, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Lets a running pass finish its record, then cuts it short. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

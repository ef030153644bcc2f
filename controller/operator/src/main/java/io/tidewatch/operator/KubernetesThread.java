package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.ApiTargets;
import io.tidewatch.operator.crd.KubernetesAccess;
import io.tidewatch.operator.crd.LastActions;
import io.tidewatch.operator.crd.ScalerEntry;
import io.tidewatch.operator.crd.ScalerObject;
import io.tidewatch.operator.crd.ScalerPlans;
import io.tidewatch.operator.crd.ScalerWatch;
import io.tidewatch.operator.crd.StatusComposer;
import io.tidewatch.operator.crd.StatusWriter;
import io.tidewatch.operator.crd.TargetBook;
import io.tidewatch.operator.crd.WriteBudget;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beside the loop, once a second: what PredictiveScalers ask for goes in, what became of them goes
 * into their statuses. A hanging API server holds up neither decisions nor their record.
 */
final class KubernetesThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesThread.class);
  private static final Duration SILENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final double STATUSES_PER_SECOND = 5;

  private final ScalerWatch watch;
  private final TargetBook targets;
  private final StatusWriter writer;
  private final KubernetesFleet fleet;
  private final ControlLoop loop;
  private final ClusterSide side;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "predictive-scalers"));
  private boolean broken;

  private KubernetesThread(
      KubernetesClient client,
      KubernetesAccess access,
      KubernetesFleet fleet,
      ControlLoop loop,
      ClusterSide side,
      Clock clock) {
    this.watch = ScalerWatch.open(client, access.namespaces(), SILENCE, clock);
    this.targets = new TargetBook(new ApiTargets(client, clock), clock);
    this.writer = StatusWriter.to(client, new WriteBudget(STATUSES_PER_SECOND, clock), clock);
    this.fleet = fleet;
    this.loop = loop;
    this.side = side;
    this.clock = clock;
  }

  /**
   * Begins to follow.
   *
   * @param side knows the mode in force, who leads, and what was done last
   */
  static KubernetesThread start(
      KubernetesClient client,
      KubernetesAccess access,
      KubernetesFleet fleet,
      ControlLoop loop,
      ClusterSide side,
      Clock clock) {
    KubernetesThread started = new KubernetesThread(client, access, fleet, loop, side, clock);
    started.thread.scheduleWithFixedDelay(
        started::pass, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  private void pass() {
    try {
      side.look();
      watch.current().ifPresent(this::follow);
    } catch (RuntimeException bug) {
      complain(bug);
    }
  }

  private void complain(RuntimeException bug) {
    if (!broken) {
      LOG.error("PredictiveScalers are not followed: a bug in the controller", bug);
    }
    broken = true;
  }

  private void follow(List<ScalerObject> objects) {
    targets.refresh(objects.stream().flatMap(object -> object.target().stream()).toList());
    Instant now = clock.instant();
    ScalerPlans plans =
        ScalerPlans.of(
            objects,
            targets::sight,
            new ScalerPlans.Known(fleet.base().metrics(), side.capacities()::of),
            fleet.base().shared().timescale().nominal(now));
    side.capacities().follow(plans);
    ask(plans);
    // Of several replicas one writes.
    if (side.leads()) {
      writer.write(wishes(plans, now));
    }
  }

  // Even if the loop goes on with what it had, every object hears what is wrong with it.
  private void ask(ScalerPlans plans) {
    try {
      fleet.ask(plans);
      broken = false;
    } catch (RuntimeException bug) {
      complain(bug);
    }
  }

  private List<StatusWriter.Wish> wishes(ScalerPlans plans, Instant now) {
    StatusComposer composer = new StatusComposer(side.limit(), side::size);
    List<StatusWriter.Wish> wishes = new ArrayList<>();
    for (ScalerEntry entry : plans.entries()) {
      Optional<WorkloadId> workload = entry.plan().map(plan -> plan.workload().workload());
      PredictiveScalerStatus status =
          composer.compose(
              entry,
              workload.flatMap(loop::newest).map(StatusView::of),
              workload.flatMap(side.deeds()::of),
              workload.map(side::actions).orElse(LastActions.NONE),
              writer.known(entry.object()),
              now);
      wishes.add(new StatusWriter.Wish(entry.object(), status));
    }
    return wishes;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    watch.close();
  }
}

package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.LastDeed;
import io.tidewatch.policy.Behavior;
import java.io.IOException;
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
 * Gives pods their right size, on a thread of its own: every 15 nominal seconds what is under way
 * goes on, once a step the workloads are looked at whose turn it is.
 */
public final class Sizer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sizer.class);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final SizePass pass;
  private final ResizeDays days;
  private final ResizeDesk resizes;
  private final SizeDesk desk;
  private final Supplier<List<SizePlan>> plans;
  private final BooleanSupplier leads;
  private final Timescale timescale;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "sizer"));
  private long lastStep = Long.MIN_VALUE;
  private boolean broken;

  private Sizer(
      SizePass pass, ResizeDays days, ResizeDesk resizes, SizeDesk desk, SizeParts parts) {
    this.pass = pass;
    this.days = days;
    this.resizes = resizes;
    this.desk = desk;
    this.plans = () -> plans(parts);
    this.leads = parts.leads();
    this.timescale = parts.timescale();
    this.clock = parts.clock();
  }

  /**
   * Begins to look; none of the parts needs to answer yet.
   *
   * @throws UserException when what is under way cannot be read
   */
  public static Sizer start(SizeParts parts, SizeParts.Outside outside) {
    SizeCluster cluster = ApiSizeCluster.of(outside.client(), outside.fence(), outside.actuators());
    Sizer sizer = of(parts, cluster, new SizeClient(outside.serving(), TIMEOUT));
    Duration interval = parts.timescale().wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
    sizer.thread.scheduleWithFixedDelay(
        sizer::tickSafely, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return sizer;
  }

  /** The same parts with other eyes, hands and no thread. */
  static Sizer of(SizeParts parts, SizeCluster cluster, SizeSource source) {
    Timescale timescale = parts.timescale();
    SizeLedger ledger = SizeLedger.open(parts.state(), timescale.wallDuration(DAY));
    ResizeDays days = new ResizeDays(parts.notes(), timescale.wallDuration(DAY));
    SizeDesk desk = new SizeDesk(parts.news(), cluster::event);
    SizeHolds holds = new SizeHolds(cluster, parts.healing());
    FreshAdvice advice = new FreshAdvice(source, timescale);
    TemplateStep template = new TemplateStep(cluster, ledger, holds, advice, desk, timescale);
    RolloutStep rollout = new RolloutStep(cluster, template, timescale);
    PodStep pod = new PodStep(cluster, ledger, template, desk, timescale);
    ResizeSteps steps = new ResizeSteps(cluster, ledger, holds, template, rollout, pod, timescale);
    ResizeDesk resizes = new ResizeDesk(ledger, days, steps, desk, timescale);
    SizePass pass = new SizePass(advice, cluster, holds, resizes, desk, timescale);
    return new Sizer(pass, days, resizes, desk, parts);
  }

  private static List<SizePlan> plans(SizeParts parts) {
    return parts.plans().get().stream()
        .flatMap(plan -> SizePlan.of(plan, parts.limit().get(), parts.timescale()).stream())
        .toList();
  }

  /** Whether pods of a workload are changing on account of a resize: no other may be touched. */
  public boolean busyWith(WorkloadId workload) {
    return resizes.moves(workload);
  }

  /** Whether its HPA gets another target for good: no floor may be set or renewed meanwhile. */
  public boolean retargets(WorkloadId workload) {
    return resizes.retargets(workload);
  }

  /** What was said about a workload's size last, where that is wanted. */
  public Optional<LastDeed> of(WorkloadId workload) {
    return desk.of(workload);
  }

  /** Goes on with what is under way, and looks at others if a step is over. */
  void tick(Instant now) {
    if (!leads.getAsBoolean()) {
      return;
    }
    List<SizePlan> all = plans.get();
    resizes.advance(all, now);
    long step = timescale.stepIndex(now);
    if (step > lastStep) {
      lastStep = step;
      if (adopted(all)) {
        pass.step(all, now);
      }
    }
  }

  // What is under way goes on; nothing is begun that another leader may have done today.
  private boolean adopted(List<SizePlan> all) {
    try {
      days.adopt();
      return true;
    } catch (IOException unknown) {
      all.forEach(plan -> desk.is(plan.workload(), false, "StateNotRead", unknown.getMessage()));
      return false;
    }
  }

  private void tickSafely() {
    try {
      tick(clock.instant());
      broken = false;
    } catch (RuntimeException bug) {
      if (!broken) {
        LOG.error("sizes are not looked at: a bug in the controller", bug);
      }
      broken = true;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

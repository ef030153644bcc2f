package io.tidewatch.demo.load;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Plays a plan against its targets and waits for the last answers. */
final class LoadRun {
  private static final int CLIENT_THREADS = 4;
  private static final long PROBE_MILLIS = 100;
  private static final long WATCH_MILLIS = 200;
  private static final long DRAIN_GRACE_NANOS = Duration.ofSeconds(2).toNanos();

  private final LoadPlan plan;
  private final Clock clock;
  private final Progress progress;
  private final Lateness sending = new Lateness();
  private final Lateness answering = new Lateness();
  private final FailureLog failures = new FailureLog();

  LoadRun(LoadPlan plan, Clock clock, Progress progress) {
    this.plan = plan;
    this.clock = clock;
    this.progress = progress;
  }

  Results play(WallPace pace) {
    ExecutorService client = Executors.newFixedThreadPool(CLIENT_THREADS, daemons("client"));
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, daemons("timer"));
    StepGrid grid = StepGrid.at(clock.instant(), plan.speed());
    List<Lane> lanes = plan.targets().stream().map(target -> lane(target, grid, client)).toList();
    every(timer, PROBE_MILLIS, () -> probe(client));
    every(timer, WATCH_MILLIS, () -> progress.look(lanes));
    try {
      long played = send(lanes, grid, pace);
      drain(lanes);
      progress.look(lanes);
      return results(lanes, grid, Duration.ofNanos(played), pace.stopped());
    } finally {
      timer.shutdownNow();
      client.shutdownNow();
    }
  }

  private Lane lane(Target target, StepGrid grid, ExecutorService client) {
    Sender sender = new HttpSender(target.address(), plan.timeout(), client);
    TargetBook book = new TargetBook(target.name(), grid);
    return new Lane(target, sender, book, failures, plan.mostInFlight());
  }

  private long send(List<Lane> lanes, StepGrid grid, Pace pace) {
    ArrivalSchedule schedule = new ArrivalSchedule(plan.rate(), plan.duration(), plan.seed());
    OpenLoop loop = new OpenLoop(lanes, grid, pace, sending);
    return loop.play(schedule.arrivals(), plan.duration().toNanos());
  }

  private static void every(ScheduledExecutorService timer, long millis, Runnable task) {
    timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Work of ours among the client's: what it waits, answers wait too. */
  private void probe(ExecutorService client) {
    long asked = System.nanoTime();
    client.execute(() -> answering.record(System.nanoTime() - asked));
  }

  /** Every request ends by its time-out, so this does. */
  private void drain(List<Lane> lanes) {
    long latest = System.nanoTime() + plan.timeout().toNanos() + DRAIN_GRACE_NANOS;
    while (lanes.stream().anyMatch(lane -> lane.book().inFlight() > 0)
        && System.nanoTime() < latest) {
      new WallPace().waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private Results results(List<Lane> lanes, StepGrid grid, Duration played, boolean interrupted) {
    List<Results.OfTarget> targets =
        lanes.stream()
            .map(
                lane ->
                    new Results.OfTarget(lane.target(), lane.book().total(), lane.book().rows(0)))
            .toList();
    Results.Generator generator =
        new Results.Generator(
            sending.p99Millis(), sending.maxMillis(), answering.p99Millis(), answering.maxMillis());
    return new Results(
        plan, grid, played, clock.instant(), interrupted, targets, generator, failures.lines());
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}

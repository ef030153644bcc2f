package io.tidewatch.local.live;

import io.tidewatch.local.Steps;
import io.tidewatch.local.cluster.LoadRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks on while the load runs: a row a step, and the time that is left. */
final class LiveWatch {
  private static final int BAR = 30;

  private final LivePlan plan;
  private final List<Side> sides;
  private final Observer observer;
  private final Steps steps;
  private final Clock clock;

  LiveWatch(LivePlan plan, List<Side> sides, Observer observer, Steps steps, Clock clock) {
    this.plan = plan;
    this.sides = sides;
    this.observer = observer;
    this.steps = steps;
    this.clock = clock;
  }

  /** Returns when the load has ended. */
  void watch(LoadRun load) throws InterruptedException {
    Instant began = clock.instant();
    Instant nextLook = began;
    steps.row(heads());
    while (load.isAlive()) {
      load.newLines().forEach(this::show);
      if (!clock.instant().isBefore(nextLook)) {
        observer.look();
        nextLook = clock.instant().plus(plan.step().dividedBy(2));
      }
      steps.hint(bar(Duration.between(began, clock.instant())));
      Thread.sleep(500);
    }
    load.newLines().forEach(this::show);
    observer.look();
  }

  private void show(String line) {
    Optional<Map<String, Step>> progress = LoadSteps.progress(line);
    progress.ifPresent(of -> steps.row(row(of)));
  }

  private String heads() {
    StringBuilder text = new StringBuilder("      minute    demand");
    for (Side side : sides) {
      text.append(
          "   | %-9s %5s %6s %8s %6s".formatted(side.label(), "ready", "wanted", "p95", "failed"));
    }
    return text.toString();
  }

  private String row(Map<String, Step> progress) {
    Step any = progress.values().iterator().next();
    int minute = any.number() - plan.warmUpSteps() + 1;
    double rate = any.offered() / (double) plan.step().toSeconds();
    StringBuilder text =
        new StringBuilder("      %7s %6.1f/s".formatted(minute < 1 ? "warm-up" : minute, rate));
    for (Side side : sides) {
      text.append(cells(progress.get(side.name()), observer.of(side), minute >= 1));
    }
    return text.toString();
  }

  private String cells(Step step, Observer.Seen seen, boolean scored) {
    Instant end = step.start().plus(plan.step());
    boolean violated = scored && step.violates(LivePlan.SLO_MILLIS);
    String latency =
        step.p95Millis().isPresent()
            ? "%.2f s".formatted(step.p95Millis().getAsDouble() / 1e3)
            : "–";
    return "   | %-9s %5.0f %6.0f %8s %6d"
        .formatted(
            violated ? "violated" : "",
            seen.ready().at(end),
            seen.desired().at(end),
            latency,
            step.failed());
  }

  private String bar(Duration passed) {
    double part = Math.min(1, passed.toMillis() / (double) plan.duration().toMillis());
    int done = (int) Math.round(BAR * part);
    long left = Math.max(0, plan.duration().minus(passed).toSeconds());
    return "[%s%s] %3.0f %%, %d min %02d s of load left"
        .formatted("#".repeat(done), "-".repeat(BAR - done), 100 * part, left / 60, left % 60);
  }
}

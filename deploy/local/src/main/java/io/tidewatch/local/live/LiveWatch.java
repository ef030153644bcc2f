package io.tidewatch.local.live;

import io.tidewatch.local.Steps;
import io.tidewatch.local.cluster.LoadRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Looks on while the load runs: a row a step or one screen, and the time that is left. */
final class LiveWatch {
  private static final int BAR = 30;
  private static final int NEWS = 6;

  private final LivePlan plan;
  private final Observer observer;
  private final Optional<DecisionBook> decisions;
  private final Steps steps;
  private final Clock clock;
  private final List<String> news = new ArrayList<>();
  private final Map<Side, Long> violated = new HashMap<>();
  private Optional<IntConsumer> faults = Optional.empty();
  private Instant began = Instant.MIN;
  private int minute = Integer.MIN_VALUE;

  LiveWatch(
      LivePlan plan,
      Observer observer,
      Optional<DecisionBook> decisions,
      Steps steps,
      Clock clock) {
    this.plan = plan;
    this.observer = observer;
    this.decisions = decisions;
    this.steps = steps;
    this.clock = clock;
  }

  /** Lets faults begin in time: they are told the scored minute that is under way. */
  void inject(Optional<IntConsumer> injected) {
    faults = injected;
  }

  /** Tells of something that happens meanwhile. */
  void happens(String text) {
    news.add(text);
    if (!screen()) {
      steps.row("      " + text);
    }
  }

  /** Returns when the load has ended. */
  void watch(LoadRun load) throws InterruptedException {
    began = clock.instant();
    Instant nextLook = began;
    if (!screen()) {
      steps.row(heads());
    }
    while (load.isAlive()) {
      load.newLines().forEach(this::show);
      if (!clock.instant().isBefore(nextLook)) {
        look();
        nextLook = clock.instant().plus(plan.step().dividedBy(2));
      }
      steps.hint(bar(Duration.between(began, clock.instant())));
      Thread.sleep(500);
    }
    load.newLines().forEach(this::show);
    look();
  }

  private void look() {
    observer.look();
    decisions.ifPresent(DecisionBook::look);
    faults.ifPresent(fault -> fault.accept(minute));
  }

  private boolean screen() {
    return plan.race().watch() && steps.interactive();
  }

  private void show(String line) {
    Optional<Map<String, Step>> progress = LoadSteps.progress(line);
    progress.ifPresent(this::show);
  }

  private void show(Map<String, Step> progress) {
    Step any = progress.values().iterator().next();
    minute = any.number() - plan.warmUpSteps() + 1;
    for (Side side : plan.sides()) {
      boolean bad = minute >= 1 && progress.get(side.name()).violates(LivePlan.SLO_MILLIS);
      violated.merge(side, bad ? 1L : 0L, Long::sum);
    }
    if (screen()) {
      steps.screen(WatchScreen.lines(moment(progress, any)));
      return;
    }
    steps.row(row(progress, any));
  }

  private WatchScreen.Moment moment(Map<String, Step> progress, Step any) {
    Instant end = any.start().plus(plan.step());
    Optional<OurDecision> newest = decisions.flatMap(DecisionBook::newest);
    return new WatchScreen.Moment(
        bar(Duration.between(began, clock.instant())),
        minute,
        plan.steps(),
        rate(any),
        plan.sides().stream().map(side -> of(side, progress.get(side.name()), end)).toList(),
        newest.flatMap(OurDecision::forecast),
        newest.filter(decision -> decision.record().trusted()).isPresent(),
        news.subList(Math.max(0, news.size() - NEWS), news.size()));
  }

  private WatchScreen.OfSide of(Side side, Step step, Instant end) {
    Observer.Seen seen = observer.of(side);
    return new WatchScreen.OfSide(
        side,
        seen.ready().at(end),
        seen.desired().at(end),
        seen.floor().at(end),
        seen.target().at(end),
        step.p95Millis(),
        step.failed(),
        violated.getOrDefault(side, 0L),
        reason(side, seen));
  }

  private String reason(Side side, Observer.Seen seen) {
    Optional<OurDecision> newest = decisions.flatMap(DecisionBook::newest);
    if (side.ours() && newest.isPresent()) {
      return String.join("; ", newest.get().words());
    }
    return seen.why();
  }

  private double rate(Step step) {
    return step.offered() / (double) plan.step().toSeconds();
  }

  private String heads() {
    StringBuilder text = new StringBuilder("      minute    demand");
    for (Side side : plan.sides()) {
      text.append(
          "   | %-9s %5s %6s %8s %6s".formatted(side.label(), "ready", "wanted", "p95", "failed"));
      text.append(side.ours() ? " %5s %6s  %s".formatted("floor", "target", "forecast") : "");
    }
    return text.toString();
  }

  private String row(Map<String, Step> progress, Step any) {
    StringBuilder text =
        new StringBuilder(
            "      %7s %6.1f/s".formatted(minute < 1 ? "warm-up" : minute, rate(any)));
    for (Side side : plan.sides()) {
      text.append(cells(progress.get(side.name()), observer.of(side), minute >= 1));
      text.append(side.ours() ? ours(observer.of(side), any.start().plus(plan.step())) : "");
    }
    return text.toString();
  }

  private String cells(Step step, Observer.Seen seen, boolean scored) {
    Instant end = step.start().plus(plan.step());
    boolean bad = scored && step.violates(LivePlan.SLO_MILLIS);
    String latency =
        step.p95Millis().isPresent()
            ? "%.2f s".formatted(step.p95Millis().getAsDouble() / 1e3)
            : "–";
    return "   | %-9s %5.0f %6.0f %8s %6d"
        .formatted(
            bad ? "violated" : "",
            seen.ready().at(end),
            seen.desired().at(end),
            latency,
            step.failed());
  }

  private String ours(Observer.Seen seen, Instant end) {
    Optional<OurDecision> newest = decisions.flatMap(DecisionBook::newest);
    String forecast =
        newest
            .map(
                decision ->
                    decision.forecast().orElse("none")
                        + (decision.record().trusted() ? ", trusted" : ", not trusted"))
            .orElse("no decision");
    return " %5.0f %6.2f  %s".formatted(seen.floor().at(end), seen.target().at(end), forecast);
  }

  private String bar(Duration passed) {
    double part = Math.min(1, passed.toMillis() / (double) plan.duration().toMillis());
    int done = (int) Math.round(BAR * part);
    long left = Math.max(0, plan.duration().minus(passed).toSeconds());
    return "[%s%s] %3.0f %%, %d min %02d s of load left"
        .formatted("#".repeat(done), "-".repeat(BAR - done), 100 * part, left / 60, left % 60);
  }
}

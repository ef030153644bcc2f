package io.tidewatch.local.live;

import io.tidewatch.local.Layout;
import io.tidewatch.local.Steps;
import io.tidewatch.local.cluster.LoadRun;
import io.tidewatch.local.cluster.Measures;
import io.tidewatch.local.report.Machine;
import io.tidewatch.processes.Supervisor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** The race itself: cluster, copies, Tidewatch over one of them, load, and what came of it. */
final class LiveRace {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);

  /** Where no pod was added, the usual start of one on an idle machine (wall seconds). */
  private static final double USUAL_START = 5;

  private final Layout layout;
  private final LivePlan plan;
  private final Demand demand;
  private final Supervisor children;
  private final Ground ground;
  private final Copies copies;
  private final Steps steps;
  private final Clock clock;
  private final Path folder;
  private final Landing landing;

  LiveRace(
      Layout layout,
      LivePlan plan,
      Demand demand,
      Supervisor children,
      Ground ground,
      Copies copies,
      Steps steps,
      Clock clock,
      Path folder) {
    this.layout = layout;
    this.plan = plan;
    this.demand = demand;
    this.children = children;
    this.ground = ground;
    this.copies = copies;
    this.steps = steps;
    this.clock = clock;
    this.folder = folder;
    this.landing = new Landing(layout, children, folder, clock);
  }

  /**
   * What runs before the load.
   *
   * @param starts of the first pods, from creation to Ready
   */
  private record Started(
      double upSeconds,
      double readySeconds,
      List<Double> starts,
      Map<String, URI> targets,
      Optional<URI> loki,
      Optional<Measures> measures) {}

  /**
   * What the load has left.
   *
   * @param servingLost what followed, if serving was killed
   * @param leftBehind at the HPA of our side
   */
  private record Driven(
      LoadRun load,
      Observer observer,
      Optional<FaultyPods> faults,
      Optional<String> servingLost,
      Optional<Landed> landed,
      List<String> leftBehind) {}

  /** Runs it; with what was learned before, Tidewatch takes part. */
  LiveReport run(Optional<PastDays> past, Optional<PastDays.Learned> learned)
      throws InterruptedException {
    Started started = start();
    Optional<Takeover> takeover = Optional.empty();
    if (learned.isPresent()) {
      steps.begin("tidewatch", "tidewatch: the past for B, and the chart, in mode act");
      takeover = Optional.of(takeover(past.orElseThrow(), learned.get(), started));
      takeover.get().begin(started.starts(), steps::detail);
    }
    steps.begin("load", "load: " + describe());
    Driven driven = drive(started, takeover);
    steps.begin("report", "report: page, picture, JSON and table");
    return report(started, takeover, driven);
  }

  private Started start() throws InterruptedException {
    steps.begin("cluster", "cluster: " + ground.description());
    Optional<URI> loki =
        ground.shipsLogs() ? Optional.of(landing.startLogServer()) : Optional.empty();
    double up = ground.start(loki, steps::detail);
    steps.detail("up after %.1f s".formatted(up));
    steps.begin("images", "images: built if their sources have changed");
    ground.loadImages(this::tellOfImages);
    if (!plan.race().same()) {
      ground.release().loadImages(this::tellOfImages);
    }
    steps.begin("copies", "copies: two equal ones of the demo app, each under its own HPA");
    long began = System.nanoTime();
    Observer first = new Observer(ground.kubectl(), plan.sides(), clock);
    copies.make(plan.speed(), steps::detail);
    first.look();
    double ready = (System.nanoTime() - began) / 1e9;
    steps.detail("both Ready after %.1f s".formatted(ready));
    // Asked once before the load, so that a server that does not answer costs no run.
    Optional<Measures> measures = ground.prometheus().map(Measures::new);
    measures.ifPresent(server -> server.instant("vector(1)", clock.instant()));
    return new Started(up, ready, first.starts(), copies.addresses(), loki, measures);
  }

  private Takeover takeover(PastDays past, PastDays.Learned learned, Started started) {
    OurSide side = new OurSide(ground, plan, plan.ours(), folder);
    Measures measures = started.measures().orElseThrow();
    return new Takeover(plan, past, learned, side, children, ground, measures, folder, clock);
  }

  private Driven drive(Started started, Optional<Takeover> takeover) throws InterruptedException {
    ground
        .prometheus()
        .ifPresent(server -> landing.begin(plan, plan.sides(), server, started.loki()));
    Observer observer = new Observer(ground.kubectl(), plan.sides(), clock);
    LoadRun load =
        LoadRun.start(
            layout, children, loadPlan(started.targets(), takeover.map(Takeover::startAt)));
    LiveWatch watch =
        new LiveWatch(plan, observer, takeover.map(Takeover::decisions), steps, clock);
    Optional<FaultyPods> faults =
        plan.race()
            .fault()
            .filter(Predicate.not(LiveFault::isOfServing))
            .map(fault -> faults(fault, watch));
    Optional<LostServing> lost =
        plan.race().fault().filter(LiveFault::isOfServing).map(fault -> lost(fault, watch));
    watch.inject(faults.<IntConsumer>map(pods -> pods::look).or(() -> lost.map(one -> one::look)));
    watch.watch(load);
    load.awaitSuccess(LAST_ANSWERS);
    Optional<Landed> landed = landing.end();
    Optional<String> restored =
        lost.flatMap(one -> one.outcome(observer.of(plan.ours()), clock.instant()));
    List<String> left = takeover.isPresent() ? takeover.get().giveBack(steps::detail) : List.of();
    return new Driven(load, observer, faults, restored, landed, left);
  }

  private LostServing lost(LiveFault fault, LiveWatch watch) {
    return new LostServing(ground.release(), plan, fault, clock, watch::happens);
  }

  private FaultyPods faults(LiveFault fault, LiveWatch watch) {
    return new FaultyPods(ground.kubectl(), plan, fault, folder, clock, watch::happens);
  }

  private LiveReport report(Started started, Optional<Takeover> takeover, Driven driven) {
    LoadRun load = driven.load();
    Results results = new Results(plan, plan.sides(), load.steps(), load.summary());
    List<SideResult> measured = results.sides(driven.observer(), started.measures());
    int start = startSeconds(measured);
    Optional<Ours> ours =
        takeover.map(
            made ->
                made.ours(
                    results, driven.observer().of(plan.ours()), measured, driven.leftBehind()));
    List<FaultyPod> faulty =
        driven.faults().map(pods -> pods.all(load.failures(), results.to())).orElse(List.of());
    return new LiveReport(
        clock.instant(),
        Machine.describe(),
        plan,
        demand,
        ground.description(),
        started.upSeconds(),
        started.readySeconds(),
        ground.kubectl().get("nodes").path("items").size(),
        results.from(),
        measured,
        Simulation.of(measured.get(0).demand(plan.step()), start),
        start,
        results.lateMillis(),
        driven.landed(),
        ours,
        faulty,
        notes(takeover, results, measured, driven),
        steps.seconds());
  }

  private static List<String> notes(
      Optional<Takeover> takeover, Results results, List<SideResult> measured, Driven driven) {
    List<String> notes = new ArrayList<>();
    takeover.ifPresent(made -> notes.addAll(made.notes()));
    driven.servingLost().ifPresent(notes::add);
    notes.addAll(results.notes());
    Doubt.of(measured).ifPresent(notes::add);
    driven.landed().flatMap(Landed::trouble).ifPresent(notes::add);
    return notes;
  }

  /** Not the lines that are for programs: name, image, archive. */
  private void tellOfImages(String line) {
    if (!line.contains(" localhost/")) {
      steps.detail(line);
    }
  }

  private LoadRun.Plan loadPlan(Map<String, URI> targets, Optional<Instant> startAt) {
    Path trace = folder.resolve("demand.csv");
    demand.write(trace, plan.warmUpSteps());
    return new LoadRun.Plan(
        targets,
        List.of("--trace", trace.toString()),
        plan.peak(),
        plan.duration(),
        plan.speed(),
        plan.seed(),
        "/api/data",
        folder.resolve("load"),
        startAt);
  }

  private String describe() {
    return "%s; up to %.0f requests/s to each side, %d min after %d s of warm-up"
        .formatted(
            demand.about(),
            plan.peak(),
            plan.minutes(),
            plan.step().multipliedBy(plan.warmUpSteps()).toSeconds());
  }

  private int startSeconds(List<SideResult> measured) {
    double mean =
        measured.stream()
            .flatMap(side -> side.startSeconds().stream())
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(USUAL_START);
    return (int) Math.round(mean * plan.speed());
  }
}

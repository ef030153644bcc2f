package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.SparkRun;
import io.tidewatch.local.Steps;
import io.tidewatch.local.Terminal;
import io.tidewatch.local.cluster.LabCluster;
import io.tidewatch.local.cluster.LoadRun;
import io.tidewatch.local.cluster.Measures;
import io.tidewatch.local.cluster.Scripts;
import io.tidewatch.local.report.Machine;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One live demo from the first step to the report. */
public final class LiveDemo {
  private static final int STEPS_OF_EQUALS = 5;
  private static final int STEPS = 10;
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);
  private static final Map<String, String> WORDS =
      Map.of(
          "ingest", "collect: the past into Delta tables",
          "features", "features: windows, lags and calendar",
          "train", "train: boosted trees, measured against the baselines, registered in MLflow");

  /** Where no pod was added, the usual start of one on an idle machine (wall seconds). */
  private static final double USUAL_START = 5;

  private final Layout layout;
  private final Map<String, String> environment;
  private final LivePlan plan;
  private final Optional<PrometheusEndpoint> prometheus;
  private final Terminal terminal;
  private final Clock clock;
  private final Path folder;

  public LiveDemo(
      Layout layout,
      Map<String, String> environment,
      LivePlan plan,
      Optional<PrometheusEndpoint> prometheus,
      Terminal terminal,
      Clock clock) {
    this.layout = layout;
    this.environment = Map.copyOf(environment);
    this.plan = plan;
    this.prometheus = prometheus;
    this.terminal = terminal;
    this.clock = clock;
    this.folder = layout.home().resolve("live");
  }

  /** Runs it and ends everything that it has started, unless that is to be kept. */
  public void run() throws InterruptedException {
    if (plan.kubeconfig().isEmpty()) {
      LabGround.requireMachine();
    }
    Demand demand = Demand.of(plan);
    try (Supervisor children = Supervisor.open(folder.resolve("processes"))) {
      Scripts scripts = new Scripts(layout, children);
      Ground ground = ground(scripts);
      requireFresh(ground);
      Copies copies = new Copies(ground, scripts, plan.sides());
      int count = plan.race().same() ? STEPS_OF_EQUALS : STEPS;
      try (Steps steps = new Steps(terminal, count);
          Ending ending = new Ending(children, ground, copies, plan.keep(), terminal::line)) {
        LiveReport report = race(demand, children, ground, copies, steps, ending);
        steps.end();
        show(report, ground);
      }
    }
  }

  // The past of one race in a Prometheus is not that of the next: their clocks differ.
  private void requireFresh(Ground ground) {
    if (!plan.race().same() && !ground.endsAsAWhole()) {
      throw new UserException(
          "the lab is up already",
          "Tidewatch learns from a past that is written into the lab's Prometheus, and this one may"
              + " have another",
          "end it first: ./tidewatch cluster down, or add --aa");
    }
  }

  private LiveReport race(
      Demand demand, Supervisor children, Ground ground, Copies copies, Steps steps, Ending ending)
      throws InterruptedException {
    Optional<PastDays> past =
        plan.race().same()
            ? Optional.empty()
            : Optional.of(new PastDays(plan, demand, plan.ours(), folder, clock));
    Optional<PastDays.Learned> learned = Optional.empty();
    if (past.isPresent()) {
      learned = Optional.of(learn(past.get(), children, steps));
    }
    steps.begin("cluster", "cluster: " + ground.description());
    ending.arm();
    Landing landing = new Landing(layout, children, folder, clock);
    Optional<URI> loki =
        ground.shipsLogs() ? Optional.of(landing.startLogServer()) : Optional.empty();
    double up = ground.start(loki, steps::detail);
    steps.detail("up after %.1f s".formatted(up));
    steps.begin("images", "images: of the demo app, built if their sources have changed");
    ground.loadImages(line -> tellOfImages(line, steps));
    steps.begin("copies", "copies: two equal ones of the demo app, each under its own HPA");
    long began = System.nanoTime();
    Observer first = new Observer(ground.kubectl(), plan.sides(), clock);
    copies.make(plan.speed(), steps::detail);
    first.look();
    double ready = (System.nanoTime() - began) / 1e9;
    steps.detail("both Ready after %.1f s".formatted(ready));
    Map<String, URI> targets = copies.addresses();
    // Asked once before the load, so that a server that does not answer costs no run.
    Optional<Measures> measures = ground.prometheus().map(Measures::new);
    measures.ifPresent(server -> server.instant("vector(1)", clock.instant()));

    List<String> notes = new ArrayList<>();
    Optional<Takeover> takeover = Optional.empty();
    if (learned.isPresent()) {
      steps.begin("tidewatch", "tidewatch: the past for B, serving, and a controller in mode act");
      Takeover made = takeover(past.orElseThrow(), learned.get(), children, ground, measures);
      takeover = Optional.of(made);
      made.begin(first.starts(), steps::detail);
      notes.addAll(made.notes());
    }

    steps.begin("load", "load: " + describe(demand));
    ground.prometheus().ifPresent(server -> landing.begin(plan, plan.sides(), server, loki));
    Observer observer = new Observer(ground.kubectl(), plan.sides(), clock);
    LoadRun load =
        LoadRun.start(layout, children, loadPlan(demand, targets, takeover.map(Takeover::startAt)));
    LiveWatch watch =
        new LiveWatch(plan, observer, takeover.map(Takeover::decisions), steps, clock);
    Optional<FaultyPods> faults =
        plan.race()
            .fault()
            .map(
                fault ->
                    new FaultyPods(ground.kubectl(), plan, fault, folder, clock, watch::happens));
    watch.with(faults).watch(load);
    load.awaitSuccess(LAST_ANSWERS);
    Optional<Landed> landed = landing.end();
    List<String> leftBehind = List.of();
    if (takeover.isPresent()) {
      leftBehind = takeover.get().giveBack(steps::detail);
    }

    steps.begin("report", "report: page, picture, JSON and table");
    Results results = new Results(plan, plan.sides(), load.steps(), load.summary());
    List<SideResult> measured = results.sides(observer, measures);
    int nodes = ground.kubectl().get("nodes").path("items").size();
    int start = startSeconds(measured);
    notes.addAll(results.notes());
    Doubt.of(measured).ifPresent(notes::add);
    landed.flatMap(Landed::trouble).ifPresent(notes::add);
    List<String> left = leftBehind;
    Optional<Ours> ours =
        takeover.map(made -> made.ours(results, observer.of(plan.ours()), measured, left));
    List<FaultyPod> faulty =
        faults.map(pods -> pods.all(load.failures(), results.to())).orElse(List.of());
    return new LiveReport(
        clock.instant(),
        Machine.describe(),
        plan,
        demand,
        ground.description(),
        up,
        ready,
        nodes,
        results.from(),
        measured,
        Simulation.of(measured.get(0).demand(plan.step()), start),
        start,
        results.lateMillis(),
        landed,
        ours,
        faulty,
        notes,
        steps.seconds());
  }

  private PastDays.Learned learn(PastDays past, Supervisor children, Steps steps)
      throws InterruptedException {
    steps.begin("past", "past: the days before, back-filled into a Prometheus; MLflow");
    URI mlflow = PastDays.mlflow(folder, environment, children);
    SparkRun spark =
        new SparkRun(
            layout, verb -> steps.begin(verb, WORDS.getOrDefault(verb, verb)), steps::detail);
    String registry = environment.getOrDefault(LocalMlflow.VARIABLE, "ours");
    PastDays.Learned learned = past.learn(children, mlflow, registry, spark, steps::detail);
    steps.detail(learned.about());
    return learned;
  }

  private Takeover takeover(
      PastDays past,
      PastDays.Learned learned,
      Supervisor children,
      Ground ground,
      Optional<Measures> measures) {
    OurSide side = new OurSide(layout, children, ground, plan, plan.ours(), folder);
    return new Takeover(
        plan, past, learned, side, children, ground, measures.orElseThrow(), folder, clock);
  }

  /** Not the lines that are for programs: name, image, archive. */
  private static void tellOfImages(String line, Steps steps) {
    if (!line.contains(" localhost/")) {
      steps.detail(line);
    }
  }

  private Ground ground(Scripts scripts) {
    if (plan.kubeconfig().isPresent()) {
      return new OtherGround(plan.kubeconfig().get(), prometheus, scripts);
    }
    return new LabGround(new LabCluster(layout, scripts, environment), scripts, plan.speed());
  }

  private LoadRun.Plan loadPlan(
      Demand demand, Map<String, URI> targets, Optional<Instant> startAt) {
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

  private String describe(Demand demand) {
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

  private void show(LiveReport report, Ground ground) {
    Path target = folder.resolve("report");
    Optional<String> noPicture = LiveFiles.write(report, target, plan.json());
    new LiveTable(report).lines().forEach(terminal::line);
    noPicture.ifPresent(terminal::line);
    terminal.line("");
    terminal.line("Report: " + target.resolve("report.html"));
    ground.left(plan.keep()).ifPresent(terminal::line);
    if (!plan.keep()) {
      terminal.line("Ending the rest.");
    }
  }
}

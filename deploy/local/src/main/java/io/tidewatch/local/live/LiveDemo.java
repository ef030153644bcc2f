package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.SparkRun;
import io.tidewatch.local.Steps;
import io.tidewatch.local.Terminal;
import io.tidewatch.local.cluster.LabCluster;
import io.tidewatch.local.cluster.Scripts;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** One live demo from the first step to the report. */
public final class LiveDemo {
  private static final int STEPS_OF_EQUALS = 5;
  private static final int STEPS = 11;
  private static final Map<String, String> WORDS =
      Map.of(
          "ingest", "collect: the past into Delta tables",
          "features", "features: windows, lags and calendar",
          "train", "train: boosted trees, measured against the baselines, registered in MLflow",
          "optimize",
              "optimize: what other prices of a violated minute had cost; advice, the race has its own");

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
        Optional<PastDays> past =
            plan.race().same()
                ? Optional.empty()
                : Optional.of(new PastDays(plan, demand, plan.ours(), folder, clock));
        Optional<PastDays.Learned> learned = Optional.empty();
        if (past.isPresent()) {
          learned = Optional.of(learn(past.get(), children, steps));
        }
        ending.arm();
        LiveReport report =
            new LiveRace(layout, plan, demand, children, ground, copies, steps, clock, folder)
                .run(past, learned);
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

  private PastDays.Learned learn(PastDays past, Supervisor children, Steps steps)
      throws InterruptedException {
    steps.begin("past", "past: the days before, back-filled into a Prometheus; MLflow");
    URI mlflow = past.mlflow(environment, children);
    SparkRun spark =
        new SparkRun(
            layout, verb -> steps.begin(verb, WORDS.getOrDefault(verb, verb)), steps::detail);
    String registry = environment.getOrDefault(LocalMlflow.VARIABLE, "ours");
    PastDays.Learned learned = past.learn(children, mlflow, registry, spark, steps::detail);
    steps.detail(learned.about());
    return learned;
  }

  private Ground ground(Scripts scripts) {
    if (plan.kubeconfig().isPresent()) {
      return new OtherGround(plan.kubeconfig().get(), prometheus, scripts);
    }
    LabCluster lab = new LabCluster(layout, scripts, environment);
    Release release = new Release(layout, scripts, lab, folder.resolve("ours"), environment);
    return new LabGround(lab, scripts, plan.speed(), release);
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

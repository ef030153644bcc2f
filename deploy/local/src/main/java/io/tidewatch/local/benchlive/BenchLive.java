package io.tidewatch.local.benchlive;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.Terminal;
import io.tidewatch.local.cluster.DemoApp;
import io.tidewatch.local.cluster.Images;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.local.cluster.LabCluster;
import io.tidewatch.local.cluster.Scripts;
import io.tidewatch.processes.Supervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tidewatch bench live}: the demo app in the lab, scaled, rolled out and drained. */
@Command(name = "live")
public final class BenchLive implements Callable<Integer> {
  private final Layout layout;
  private final Map<String, String> environment;
  private final Terminal terminal;

  @Option(names = "--runs", paramLabel = "N")
  private int times = 3;

  @Option(names = "--only", paramLabel = "SCENARIO")
  private List<String> only = List.of();

  @Option(names = "--namespace", paramLabel = "NAME")
  private String namespace = "aiops-bench";

  @Option(names = "--json", paramLabel = "FILE")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--keep")
  private boolean keep;

  public BenchLive(Layout layout, Map<String, String> environment, Terminal terminal) {
    this.layout = layout;
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Scenario> scenarios = scenarios();
    if (times < 1 || times > 100) {
      throw new UserException(
          "--runs " + times + " cannot be done", "it takes 1 to 100", "leave it out for three");
    }
    try (Supervisor children = Supervisor.open(layout.home().resolve("bench-live"))) {
      Scripts scripts = new Scripts(layout, children);
      LabCluster lab = new LabCluster(layout, scripts, environment);
      requireUp(lab);
      DemoApp app = new DemoApp(scripts, lab.kubeconfig());
      List<Run> runs = new ArrayList<>();
      try {
        new Images(scripts).load(List.of(), terminal::detail);
        prepare(app, lab.kubectl());
        measure(children, lab.kubectl(), scenarios, runs);
      } finally {
        // What was measured is told also when a later run fails.
        BenchTable.lines(runs).forEach(terminal::line);
        json.ifPresent(file -> BenchJson.write(runs, file));
      }
      if (!keep) {
        app.delete(namespace, terminal::detail);
      }
    }
    return 0;
  }

  private List<Scenario> scenarios() {
    List<Scenario> chosen = new ArrayList<>();
    for (String key : only) {
      chosen.add(Scenario.of(key).orElseThrow(() -> unknown(key)));
    }
    return chosen.isEmpty() ? Arrays.asList(Scenario.values()) : chosen;
  }

  private static UserException unknown(String key) {
    String all =
        Arrays.stream(Scenario.values()).map(Scenario::key).collect(Collectors.joining(", "));
    return new UserException(
        "there is no scenario '" + key + "'", "it is one of: " + all, "for example --only rollout");
  }

  private static void requireUp(LabCluster lab) {
    if (!lab.exists()) {
      throw new UserException(
          "there is no cluster to measure",
          "the lab is not up: " + lab.kubeconfig() + " does not exist",
          "start it: ./tidewatch cluster up");
    }
  }

  /** A copy of the app whose replicas only we set: its HPA goes. */
  private void prepare(DemoApp app, Kubectl kubectl) throws InterruptedException {
    terminal.detail("demo app");
    Cordon.releaseLeftOvers(kubectl);
    app.apply(namespace, 1, List.of(), terminal::detail);
    kubectl.run("-n", namespace, "delete", "hpa", "backend", "--ignore-not-found");
  }

  private void measure(
      Supervisor children, Kubectl kubectl, List<Scenario> scenarios, List<Run> runs)
      throws InterruptedException {
    try (PodWatch watch =
        PodWatch.start(
            List.of(layout.root().resolve("deploy/lab/cluster").toString(), "kubectl"),
            Map.of("TIDEWATCH_HOME", layout.home().toString()),
            namespace,
            Ground.LABELS)) {
      Ground ground = new Ground(layout, children, kubectl, namespace, watch);
      for (Scenario scenario : scenarios) {
        for (int number = 1; number <= times; number++) {
          terminal.detail(scenario.key() + ", run " + number + " of " + times);
          runs.add(scenario.run(ground, number));
        }
      }
    }
  }
}

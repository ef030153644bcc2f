package io.tidewatch.local.demo;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.Module;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Collects, computes, trains and replays in one Spark process, and shows how far it is. */
final class SparkChain {
  private static final Duration LONGEST = Duration.ofMinutes(60);
  private static final Map<String, String> WORDS =
      Map.of(
          "ingest", "collect: from Prometheus into Delta tables",
          "features", "features: windows, lags and calendar of every workload",
          "train", "train: boosted trees, measured against the baselines, registered in MLflow",
          "backtest", "prove: replay the held-out days beside the HPA and the optimum");

  private final Layout layout;
  private final Workspace workspace;
  private final Steps steps;

  SparkChain(Layout layout, Workspace workspace, Steps steps) {
    this.layout = layout;
    this.workspace = workspace;
    this.steps = steps;
  }

  /** Runs to the end; throws {@link UserException} with the process's words if it fails. */
  void run(Supervisor children, String prometheus, URI mlflow, int days, long seed)
      throws InterruptedException {
    ProcessSpec spec =
        Module.SPARK
            .start(layout, "spark", arguments(prometheus, mlflow, days, seed))
            .with(LocalMlflow.VARIABLE, mlflow.toString());
    try (ManagedProcess spark = children.start(spec)) {
      LogFollower log = new LogFollower(spark.log());
      long deadline = System.nanoTime() + LONGEST.toNanos();
      while (spark.isAlive() && System.nanoTime() < deadline) {
        log.newLines().forEach(this::show);
        Thread.sleep(200);
      }
      log.newLines().forEach(this::show);
      spark.awaitSuccess(Duration.ofSeconds(5));
    }
  }

  private List<String> arguments(String prometheus, URI mlflow, int days, long seed) {
    return List.of(
        "--store=" + workspace.store(),
        "run",
        "--catalogue=" + workspace.catalogue(),
        "--prometheus=" + prometheus,
        "--mlflow=" + mlflow,
        "--out=" + workspace.results(),
        "--days=" + days,
        "--seed=" + seed);
  }

  private void show(String line) {
    if (line.startsWith("STEP ")) {
      String verb = line.substring("STEP ".length()).strip();
      steps.begin(verb, WORDS.getOrDefault(verb, verb));
      return;
    }
    if (isForPeople(line)) {
      steps.detail(line.strip());
    }
  }

  /** Not the JSON summaries, nor what Spark, Hadoop and the JVM write on their own. */
  private static boolean isForPeople(String line) {
    return line.matches("[a-z]+: .*");
  }
}

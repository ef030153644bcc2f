package io.tidewatch.local.demo;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.LogFollower;
import io.tidewatch.local.Module;
import io.tidewatch.local.ServerWords;
import io.tidewatch.local.Steps;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.ProcessSpec;
import io.tidewatch.processes.Supervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects, computes, trains and replays in one Spark process, and shows how far it is. */
final class SparkChain {
  private static final Duration LONGEST = Duration.ofMinutes(60);
  private static final Map<String, String> WORDS =
      Map.of(
          "ingest", "collect: metrics and logs into Delta tables",
          "features", "features: windows, lags and calendar of every workload",
          "train", "train: boosted trees, measured against the baselines, registered in MLflow",
          "backtest", "prove: replay the held-out days beside the HPA and the optimum");

  private static final int USER_ERROR = 2;
  private static final int LINES = 12;

  private final Layout layout;
  private final Workspace workspace;
  private final Steps steps;

  SparkChain(Layout layout, Workspace workspace, Steps steps) {
    this.layout = layout;
    this.workspace = workspace;
    this.steps = steps;
  }

  /** Runs to the end; throws {@link UserException} with the job's words if it is refused. */
  void run(Supervisor children, Sources sources, int days, long seed) throws InterruptedException {
    ProcessSpec spec =
        Module.SPARK
            .start(layout, "spark", arguments(sources, days, seed))
            .with(LocalMlflow.VARIABLE, sources.mlflow().toString());
    try (ManagedProcess spark = children.start(spec)) {
      LogFollower log = new LogFollower(spark.log());
      long deadline = System.nanoTime() + LONGEST.toNanos();
      while (spark.isAlive() && System.nanoTime() < deadline) {
        log.newLines().forEach(this::show);
        Thread.sleep(200);
      }
      log.newLines().forEach(this::show);
      require(spark.awaitExit(Duration.ofSeconds(5)), spark);
    }
  }

  /** What the user can mend is the user's error here too; anything else is a bug of ours. */
  private static void require(int code, ManagedProcess spark) {
    if (code == USER_ERROR) {
      throw new UserException(
          "a job could not do its work",
          String.join("\n          ", spark.logTail(LINES)),
          "do what it says; the whole log is " + spark.log());
    }
    if (code != 0) {
      throw new IllegalStateException(
          "spark ended with exit code %d; the end of %s:%n    %s"
              .formatted(code, spark.log(), String.join("\n    ", spark.logTail(LINES))));
    }
  }

  private List<String> arguments(Sources sources, int days, long seed) {
    List<String> words = new ArrayList<>();
    words.add("--store=" + workspace.store());
    words.add("run");
    words.add("--catalogue=" + workspace.catalogue());
    words.addAll(ServerWords.of(sources.prometheus()));
    sources.loki().ifPresent(loki -> words.add("--loki=" + loki));
    // What the forecasts need; those of pods would double the time and nothing in the demo reads
    // them.
    words.add("--sets=demand");
    words.add("--mlflow=" + sources.mlflow());
    words.add("--out=" + workspace.results());
    words.add("--days=" + days);
    words.add("--seed=" + seed);
    return words;
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
    return !line.isBlank() && !line.matches("(\\{|SLF4J|WARN|INFO|ERROR|\\d\\d).*|.*WARNING: .*");
  }
}

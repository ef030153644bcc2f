package io.tidewatch.local.demo;

import io.tidewatch.local.Layout;
import io.tidewatch.local.ServerWords;
import io.tidewatch.local.SparkRun;
import io.tidewatch.local.Steps;
import io.tidewatch.processes.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects, computes, trains and replays in one Spark process, and shows how far it is. */
final class SparkChain {
  private static final Map<String, String> WORDS =
      Map.of(
          "ingest", "collect: metrics and logs into Delta tables",
          "features", "features: windows, lags and calendar of every workload",
          "train", "train: boosted trees, measured against the baselines, registered in MLflow",
          "backtest", "prove: replay the held-out days beside the HPA and the optimum");

  private final Workspace workspace;
  private final SparkRun run;

  SparkChain(Layout layout, Workspace workspace, Steps steps) {
    this.workspace = workspace;
    this.run =
        new SparkRun(
            layout, verb -> steps.begin(verb, WORDS.getOrDefault(verb, verb)), steps::detail);
  }

  /** Runs to the end; a job that is refused is a {@code UserException} with the job's words. */
  void run(Supervisor children, Sources sources, int days, long seed) throws InterruptedException {
    run.run(children, arguments(sources, days, seed), sources.mlflow());
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
}

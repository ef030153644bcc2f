package io.tidewatch.spark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench train}: what a retraining costs from landed demand to the gate, and a forest. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Processor seconds of a retraining by phase, and of a forest beside one pass.")
final class TrainBench implements Callable<Integer> {
  private static final String RATIO_OF =
      "seconds of training a forest ÷ seconds of one pass over its rows (median of the runs)";

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--workloads",
      split = ",",
      paramLabel = "N",
      description = "Numbers of workloads (default: 50).")
  private List<Integer> workloads = List.of(50);

  @Option(names = "--days", paramLabel = "N", description = "Days of history (default: 30).")
  private int days = 30;

  @Option(
      names = "--thin",
      description = "Also train on thinned older rows, and tell what that costs in WAPE.")
  private boolean thin;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of the forest, 0 for none (default: 10000000).")
  private int rows = 10_000_000;

  @Override
  public Integer call() {
    if (options.smoke()) {
      workloads = List.of(2);
      days = 4;
      rows = 20_000;
    }
    List<Map<String, Object>> points = new ArrayList<>();
    for (int size : workloads) {
      BenchOptions.say("bench train: %d workloads, %d days each", size, days);
      List<String> words = new ArrayList<>(List.of("--amount=" + days));
      if (thin) {
        words.add("--thin");
      }
      if (options.smoke()) {
        words.add("--trees=2");
      }
      points.add(options.measurement().of("training", size, words));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("points", points);
    if (rows > 0) {
      BenchOptions.say("bench train: a forest on %d rows, %d runs", rows, options.runs());
      List<String> words = List.of("--amount=" + rows, "--runs=" + options.runs());
      Map<String, Object> forest = options.measurement().of("forest", rows, words);
      result.put("forest", forest);
      result.put("ratio", forest.get("ratio"));
      result.put("ratio_of", RATIO_OF);
    }
    points.forEach(TrainBench::tell);
    if (rows > 0) {
      BenchOptions.say("  forest ÷ one pass over the rows %.2f (target <= 2)", result.get("ratio"));
    }
    options.write(result);
    return 0;
  }

  private static void tell(Map<String, Object> point) {
    BenchOptions.say(
        "  %9s %9s %9s %9s %9s %9s %9s %8s",
        "workloads", "features", "train", "gate", "cpu s", "seconds", "WAPE %", "RSS MiB");
    BenchOptions.say(
        "  %9d %9.1f %9.1f %9.1f %9.1f %9.1f %9.2f %8d   (cpu seconds by phase; target <= 900)",
        ((Number) point.get("size")).longValue(),
        BenchOptions.figure(point, "features_cpu_seconds"),
        BenchOptions.figure(point, "train_cpu_seconds"),
        BenchOptions.figure(point, "gate_cpu_seconds"),
        BenchOptions.figure(point, "cpu_seconds"),
        BenchOptions.figure(point, "seconds"),
        BenchOptions.figure(point, "wape"),
        ((Number) point.get("peak_rss_mib")).longValue());
    if (point.containsKey("thin_cost_wape")) {
      BenchOptions.say(
          "  thinned: train %.1f cpu s, gate %.1f cpu s, WAPE %.2f %% (%+.2f points)",
          BenchOptions.figure(point, "thin_train_cpu_seconds"),
          BenchOptions.figure(point, "thin_gate_cpu_seconds"),
          BenchOptions.figure(point, "thin_wape"),
          BenchOptions.figure(point, "thin_cost_wape"));
    }
  }
}

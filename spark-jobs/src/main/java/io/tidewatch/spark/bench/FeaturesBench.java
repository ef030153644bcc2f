package io.tidewatch.spark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench features}: from landed demand to landed vectors. */
@Command(
    name = "features",
    mixinStandardHelpOptions = true,
    description = "Feature rows per second at several numbers of workloads.")
final class FeaturesBench implements Callable<Integer> {
  private static final String RATIO_OF =
      "rows/s of features ÷ rows/s of a raw Delta append of the same rows (smallest of the sizes)";

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--workloads",
      split = ",",
      paramLabel = "N",
      description = "Numbers of workloads (default: 10,100,1000).")
  private List<Integer> workloads = List.of(10, 100, 1_000);

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of demand of each workload (default: 720).")
  private int steps = 720;

  @Option(names = "--set", paramLabel = "NAME", description = "The feature set (default: demand).")
  private String set = "demand";

  @Override
  public Integer call() {
    if (options.smoke()) {
      workloads = List.of(3);
      steps = 180;
    }
    List<Map<String, Object>> points = new ArrayList<>();
    for (int size : workloads) {
      BenchOptions.say(
          "bench features: %d workloads, %d steps each, %d runs", size, steps, options.runs());
      List<String> words = List.of("--amount=" + steps, "--runs=" + options.runs(), "--set=" + set);
      points.add(options.measurement().of("workloads", size, words));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("points", points);
    result.put("ratio", BenchOptions.ratio(points));
    result.put("ratio_of", RATIO_OF);
    result.put("growth", BenchOptions.growth(points));
    result.put("growth_of", "cost per row at the last size ÷ at the first");
    result.put("set", set);
    BenchOptions.table("workloads", points);
    BenchOptions.say(
        "  smallest ratio %.2f (target >= 0.50); cost per row at the last size %.2f x the first"
            + " (target <= 1)",
        result.get("ratio"), result.get("growth"));
    options.write(result);
    return 0;
  }
}

package io.tidewatch.local.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A report with numbers that can be told apart. */
final class TestingReport {
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final Instant NOW = Instant.parse("2026-11-24T16:00:00Z");
  private static final int MINUTES = 2 * 1_440;

  private TestingReport() {}

  static Report of(String... workloads) {
    List<ForecastCell> cells = new ArrayList<>();
    List<PolicyRun> runs = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int i = 0; i < workloads.length; i++) {
      cells.addAll(cells(workloads[i], i));
      runs.addAll(runs(workloads[i], i));
      curves.add(curve(workloads[i], i));
    }
    return new Report(
        "A small shop, from its metrics to decisions",
        "Two weeks of <generated> traffic.",
        "Measured and simulated.",
        NOW,
        "2 cores, 24 GiB, Java 17",
        Optional.of(new Report.Rows(1_234_567, 195_457, 64, 3, 118_000)),
        Optional.of(story()),
        new Accuracy(cells),
        new Scoreboard(runs),
        curves,
        0.04,
        List.of(new ModelVersion("forecast", "7", "champion", "abc", "1")),
        List.of("A note of one sentence."),
        decisions(workloads),
        Map.of("mlflow", "http://127.0.0.1:5001"),
        true,
        Map.of("./tidewatch help", "the commands"),
        new LinkedHashMap<>(Map.of("train", 61.5, "ingest", 20.0)),
        3_210.4);
  }

  /** A burst of a quarter of an hour in the 46th minute, with warnings from the 38th on. */
  static LogStory story() {
    int[] warnings = new int[91];
    int[] errors = new int[91];
    double[] failed = new double[91];
    for (int i = 0; i < 91; i++) {
      boolean burst = i >= 45 && i < 60;
      warnings[i] = i >= 37 && i < 45 ? 3 : i % 7 / 6;
      errors[i] = burst ? 4 + i % 3 : 0;
      failed[i] = burst ? 40 + 3 * Math.sin(i) : 0.4;
    }
    Instant from = NOW.minusSeconds(200_000);
    return new LogStory(
        "shop/web",
        "error-burst",
        from,
        from.plusSeconds(45 * 60),
        from.plusSeconds(60 * 60),
        warnings,
        errors,
        failed);
  }

  private static List<ForecastCell> cells(String workload, int i) {
    List<ForecastCell> cells = new ArrayList<>();
    for (int horizon : new int[] {5, 10, 15}) {
      double base = 4 + i + horizon / 5.0;
      cells.add(
          new ForecastCell(workload, horizon, "tidewatch", base, 600, OptionalDouble.of(0.903)));
      cells.add(
          new ForecastCell(
              workload, horizon, "last-value", base * 1.31, 600, OptionalDouble.empty()));
      cells.add(
          new ForecastCell(
              workload, horizon, "seasonal-naive", base * 1.87, 600, OptionalDouble.empty()));
    }
    return cells;
  }

  private static List<PolicyRun> runs(String workload, int i) {
    double oracle = 300 + 100 * i;
    return List.of(
        run(workload, "tidewatch", 1.5, oracle * 1.11, oracle),
        run(workload, "tidewatch-careful", 0.25, oracle * 1.21, oracle),
        run(workload, "tidewatch-floor", 0, oracle * 1.52, oracle),
        run(workload, "tidewatch-floor+target", 0.75, oracle * 1.3, oracle),
        run(workload, "hpa-cpu-50", 1, oracle * 1.8, oracle),
        run(workload, "hpa-cpu-60", 3.75, oracle * 1.5, oracle),
        run(workload, "hpa-cpu-70", 11.25, oracle * 1.33, oracle),
        run(workload, "hpa-rps-70", 9, oracle * 1.35, oracle),
        run(workload, "oracle", 0, oracle, oracle));
  }

  private static PolicyRun run(
      String workload, String policy, double violation, double podHours, double oracle) {
    OptionalDouble regret = OptionalDouble.of(policy.equals("tidewatch") ? 4.25 : 0);
    return new PolicyRun(
        workload, 60, policy, violation, podHours, podHours / oracle, regret, NONE, NONE);
  }

  private static Curve curve(String workload, int i) {
    double[] demand = new double[MINUTES];
    int[] ours = new int[MINUTES];
    int[] hpa = new int[MINUTES];
    int[] oracle = new int[MINUTES];
    double capacity = 12.5;
    for (int t = 0; t < MINUTES; t++) {
      double wave = 1 + 0.7 * Math.sin(2 * Math.PI * (t - 500) / 1_440.0);
      double bump = t % 360 < 14 ? 60 : 0;
      demand[t] = (90 + 25 * i) * wave + bump + 6 * Math.sin(t * 1.7) + 5 * Math.cos(t * 0.37);
      oracle[t] = (int) Math.max(2, Math.ceil(demand[t] / capacity));
      hpa[t] = (int) Math.max(2, Math.ceil(demand[Math.max(0, t - 3)] / capacity / 0.6));
      ours[t] = oracle[t] + 1 + t % 97 / 90;
    }
    Map<String, int[]> replicas = new LinkedHashMap<>();
    replicas.put("hpa-cpu-60", hpa);
    replicas.put("tidewatch", ours);
    replicas.put("oracle", oracle);
    return new Curve(workload, NOW, 60, "requests/s", capacity, demand, replicas);
  }

  private static Decisions decisions(String... workloads) {
    List<Decisions.Line> lines = new ArrayList<>();
    for (String workload : workloads) {
      lines.add(
          new Decisions.Line(
              "2026-11-24T15:59:30Z",
              workload,
              "412",
              "21",
              "23",
              "26",
              !workload.endsWith("admin"),
              "scale up",
              "forecast 7",
              List.of(
                  "recent forecasts beat both baselines (error ratio 0.81)",
                  "the forecast peak over the lead time is worth 23")));
    }
    return new Decisions(30, lines);
  }
}

package io.tidewatch.spark.backtest;

import io.tidewatch.policy.simulate.Backtest;
import io.tidewatch.policy.simulate.BacktestPlan;
import io.tidewatch.policy.simulate.BacktestReport;
import io.tidewatch.policy.simulate.DemandTrace;
import io.tidewatch.policy.simulate.Run;
import io.tidewatch.spark.evaluate.WorkloadScore;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replays the test part of one workload under all policies, as {@code backtest.json} holds it. */
final class Replay {
  /** Policies whose pods over time are shown. */
  static final Set<String> SHOWN = Set.of("hpa-cpu-60", "tidewatch", "oracle");

  private static final int SYNCS = DemandTrace.STEPS_PER_MINUTE;

  private final List<Map<String, Object>> runs = new ArrayList<>();
  private final List<Map<String, Object>> curves = new ArrayList<>();
  private final List<Map<String, Object>> forecast = new ArrayList<>();

  /**
   * Adds one workload.
   *
   * @param start the time of its first demand
   */
  void add(
      WorkloadRows rows,
      Instant start,
      ForecastModel model,
      WorkloadScore score,
      BacktestPlan plan) {
    DemandTrace trace = new DemandTrace(rows.workload(), rows.withoutGaps());
    BacktestReport report = new Backtest(plan).run(trace, new RowsForecasts(rows, model, score));
    report.runs().forEach(run -> runs.add(fields(run)));
    score.cells().forEach(cell -> forecast.add(Cells.of(cell)));
    curves.add(curve(report, start.plusSeconds(60L * trace.trainMinutes()), plan));
  }

  Map<String, Object> summary(double costPerPodHour) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("runs", runs);
    summary.put("forecast", forecast);
    summary.put("curves", curves);
    summary.put("costPerPodHour", costPerPodHour);
    return summary;
  }

  List<Map<String, Object>> runs() {
    return List.copyOf(runs);
  }

  private static Map<String, Object> fields(Run run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("trace", run.trace());
    fields.put("startup_s", run.startupSeconds());
    fields.put("policy", run.policy());
    fields.put("violation_min", run.violationMinutes());
    fields.put("pod_hours", run.podHours());
    fields.put("relative", run.relative());
    fields.put("savings_pod_hours", run.cost().savings());
    fields.put("regret_pod_hours", run.cost().regret());
    run.kappa().ifPresent(kappa -> fields.put("kappa", kappa));
    if (run.capacityFactor() != 1) {
      fields.put("capacity_factor", run.capacityFactor());
    }
    return fields;
  }

  private static Map<String, Object> curve(
      BacktestReport report, Instant start, BacktestPlan plan) {
    Map<String, Object> replicas = new LinkedHashMap<>();
    report.curves().forEach(result -> replicas.put(result.policy(), everyMinute(result.all())));
    Map<String, Object> curve = new LinkedHashMap<>();
    curve.put("trace", report.trace());
    curve.put("startup_s", plan.startupSeconds().get(0));
    curve.put("startTime", start);
    curve.put("stepSeconds", 60);
    curve.put("unit", "requests/s");
    curve.put("capacity", report.capacity().perPod().orElseThrow());
    curve.put("trustedShare", report.trustedShare());
    curve.put("demand", everyMinute(report.demand()));
    curve.put("replicas", replicas);
    return curve;
  }

  private static double[] everyMinute(double[] steps) {
    double[] minutes = new double[(steps.length + SYNCS - 1) / SYNCS];
    Arrays.setAll(minutes, i -> steps[i * SYNCS]);
    return minutes;
  }

  private static int[] everyMinute(int[] steps) {
    int[] minutes = new int[(steps.length + SYNCS - 1) / SYNCS];
    Arrays.setAll(minutes, i -> steps[i * SYNCS]);
    return minutes;
  }
}

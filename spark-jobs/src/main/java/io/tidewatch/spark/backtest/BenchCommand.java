package io.tidewatch.spark.backtest;

import io.tidewatch.domain.UserException;
import io.tidewatch.policy.simulate.BacktestPlan;
import io.tidewatch.source.Trace;
import io.tidewatch.source.TraceFile;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.evaluate.ForecastCell;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.Training;
import io.tidewatch.spark.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code bench}: forecasts or policies on recorded traces beside their references. */
@Command(
    name = "bench",
    description = "Measures forecasts (forecast) or policies (autoscale) on recorded traces.")
public final class BenchCommand implements Job {
  @Parameters(index = "0", paramLabel = "TOPIC", description = "forecast or autoscale")
  private String topic;

  @Option(names = "--traces", paramLabel = "DIR", required = true, description = "CSV traces.")
  private Path traces;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result here.")
  private Path json;

  @Option(names = "--seed", paramLabel = "N", description = "Of the training (default: 42).")
  private long seed = TrainingSettings.DEFAULT.seed();

  @Override
  public Object run(JobContext context) {
    Map<String, Object> result =
        switch (topic) {
          case "forecast" -> Map.of("cells", forecast(context));
          case "autoscale" -> Map.of("runs", autoscale(context));
          default ->
              throw new UserException(
                  "there is no bench \"" + topic + "\" here",
                  "this program measures forecast and autoscale",
                  "for example: bench forecast --traces recordings/");
        };
    if (json != null) {
      SummaryFile.write(json, result);
    }
    return Map.of("traces", TraceFile.in(traces).size());
  }

  private List<Map<String, Object>> forecast(JobContext context) {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (Path file : TraceFile.in(traces)) {
      WorkloadRows rows = WorkloadRows.of(TraceFile.read(file));
      Training training = TraceTraining.of(context, rows, seed);
      for (ForecastCell cell : training.score(rows.workload()).cells()) {
        context.progress().println(line(cell));
        cells.add(Cells.of(cell));
      }
    }
    return cells;
  }

  private List<Map<String, Object>> autoscale(JobContext context) {
    Replay replay = new Replay();
    for (Path file : TraceFile.in(traces)) {
      Trace trace = TraceFile.read(file);
      WorkloadRows rows = WorkloadRows.of(trace);
      Training training = TraceTraining.of(context, rows, seed);
      int before = replay.runs().size();
      replay.add(
          rows,
          trace.first(),
          training.models().served(),
          training.score(rows.workload()),
          BacktestPlan.standard());
      replay.runs().stream()
          .skip(before)
          .map(BenchCommand::line)
          .forEach(context.progress()::println);
    }
    return replay.runs();
  }

  private static String line(ForecastCell cell) {
    return String.format(
        Locale.ROOT,
        "%-20s h=%-2d %-14s WAPE %6.2f %%  MASE %5.2f  coverage %5.1f %%  width %6.1f %%",
        cell.workload(),
        cell.horizon(),
        cell.method(),
        cell.wape(),
        cell.mase(),
        100 * cell.coverage90(),
        cell.width90());
  }

  private static String line(Map<String, Object> run) {
    return String.format(
        Locale.ROOT,
        "%-20s D=%-4s %-24s %8.2f violation min  %9.1f pod-hours  %.2f x oracle",
        run.get("trace"),
        run.get("startup_s"),
        run.get("policy"),
        run.get("violation_min"),
        run.get("pod_hours"),
        run.get("relative"));
  }
}

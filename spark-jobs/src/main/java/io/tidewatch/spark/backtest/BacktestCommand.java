package io.tidewatch.spark.backtest;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.simulate.BacktestPlan;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.Trace;
import io.tidewatch.spark.CataloguePath;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.Training;
import io.tidewatch.spark.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code backtest}. */
@Command(
    name = "backtest",
    description = "Replays demand that training has not seen under every policy.")
public final class BacktestCommand implements Job {
  @Mixin private TraceInput input = new TraceInput();

  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      converter = CataloguePath.class,
      description = "Replay this catalogue's workloads out of the store instead.")
  private Path catalogue;

  @Option(
      names = "--startup",
      split = ",",
      paramLabel = "SECONDS",
      description = "From the creation of a pod to Ready (default: 60).")
  private List<Integer> startup = List.of(60);

  @Option(names = "--seed", paramLabel = "N", description = "Of the training (default: 42).")
  private long seed = TrainingSettings.DEFAULT.seed();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the result into backtest.json of this folder.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result here.")
  private Path json;

  @Override
  public Object run(JobContext context) {
    Replay replay = new Replay();
    double cost = input.isGiven() ? traces(context, replay) : workloads(context, replay);
    Map<String, Object> summary = replay.summary(cost);
    Stream.of(json, out == null ? null : out.resolve("backtest.json"))
        .filter(Objects::nonNull)
        .forEach(file -> SummaryFile.write(file, summary));
    return Map.of("runs", replay.runs().size());
  }

  private double traces(JobContext context, Replay replay) {
    Iterator<Trace> traces = input.read(context.clock()).iterator();
    while (traces.hasNext()) {
      Trace trace = traces.next();
      WorkloadRows rows = WorkloadRows.of(trace);
      Training training = TraceTraining.of(context, rows, seed);
      context.progress().println("backtest: " + rows.workload());
      replay.add(
          rows,
          trace.first(),
          training.models().served(),
          training.score(rows.workload()),
          plan(BacktestPlan.standard().userHpa(), OptionalDouble.empty()));
    }
    return 0;
  }

  private double workloads(JobContext context, Replay replay) {
    if (catalogue == null) {
      throw new UserException(
          "there is no demand to replay",
          "neither a trace nor a catalogue is named",
          "add --trace FILE, --traces DIR, --prometheus URL --query Q, or --catalogue FILE");
    }
    Catalogue known = CatalogueFile.read(catalogue);
    Training training =
        context
            .handover()
            .find(Training.class)
            .orElseGet(() -> Training.of(context, known, TrainingSettings.DEFAULT.withSeed(seed)));
    Iterator<WorkloadRows> each = training.rows().toLocalIterator();
    while (each.hasNext()) {
      WorkloadRows rows = each.next();
      context.progress().println("backtest: " + rows.workload());
      WorkloadSpec spec = known.workload(WorkloadId.parse(rows.workload())).orElseThrow();
      replay.add(
          rows,
          known.timescale().wallTime(rows.firstStep()),
          training.models().served(),
          training.score(rows.workload()),
          plan(hpa(spec), spec.capacity()));
    }
    return known.workloads().stream().mapToDouble(WorkloadSpec::costPerPodHour).average().orElse(0);
  }

  private BacktestPlan plan(HpaSettings hpa, OptionalDouble capacity) {
    BacktestPlan standard = BacktestPlan.standard();
    return new BacktestPlan(
        hpa, capacity, startup, standard.kappas(), standard.capacityFactors(), Replay.SHOWN);
  }

  private static HpaSettings hpa(WorkloadSpec spec) {
    return new HpaSettings(
        spec.target(),
        spec.minReplicas(),
        spec.maxReplicas(),
        HpaSettings.Metric.CPU,
        Behavior.defaults());
  }
}

package io.tidewatch.spark.gate;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.features.WorkloadRows;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;

/** Judges a trained forecast against the champion, and lets it become champion if it may. */
public final class ForecastContest {
  private final ModelRegistry registry;
  private final Contest contest;
  private final GateSettings settings;
  private final PackageReader packages;

  /** A contest for the champion of one registered model. */
  public ForecastContest(
      ModelRegistry registry, JobContext context, String model, GateSettings settings) {
    this.registry = registry;
    this.contest = new Contest(registry, context, model);
    this.settings = settings;
    this.packages = new PackageReader(registry);
  }

  /** Judges a challenger that carries its alias already. */
  public Contest.Result run(
      ModelVersion challenger,
      ServedForecast served,
      JavaRDD<WorkloadRows> rows,
      Timescale timescale) {
    return contest.run(challenger, champion -> verdict(served, champion, rows, timescale));
  }

  private Verdict verdict(
      ServedForecast served,
      Optional<ModelVersion> champion,
      JavaRDD<WorkloadRows> rows,
      Timescale timescale) {
    ForecastGate gate = new ForecastGate(settings);
    if (champion.isEmpty()) {
      return gate.verdict(
          judge(served, 0, rows), Optional.empty(), "last value and seasonal naive");
    }
    String name = "champion version " + champion.get().version();
    try {
      ServedForecast its = packages.read(champion.get());
      long from = timescale.stepIndex(Instant.ofEpochMilli(its.trainedToMillis())) + 1;
      return gate.verdict(judge(served, from, rows), Optional.of(judge(its, from, rows)), name);
    } catch (UserException unusable) {
      // No serving process of this version takes it either: the floor is all there is to beat. But
      // a
      // registry that is away must not look like a damaged champion: then this fails.
      registry.aliases(champion.get().model());
      return gate.verdict(
          judge(served, 0, rows),
          Optional.empty(),
          "last value and seasonal naive ("
              + name
              + " cannot be judged: "
              + unusable.reason()
              + ")");
    }
  }

  private static Evidence judge(ServedForecast served, long from, JavaRDD<WorkloadRows> rows) {
    return Judge.heldOut(from).evidence(served, rows);
  }
}

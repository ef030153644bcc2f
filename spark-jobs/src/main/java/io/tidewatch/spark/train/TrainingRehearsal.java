package io.tidewatch.spark.train;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.gate.Evidence;
import io.tidewatch.spark.gate.ForecastGate;
import io.tidewatch.spark.gate.GateSettings;
import io.tidewatch.spark.gate.Judge;
import io.tidewatch.spark.gate.ServedForecast;
import java.util.Map;
import java.util.Optional;

/** The parts of the command train that cost something, without a registry: for measuring. */
public final class TrainingRehearsal implements AutoCloseable {
  private final JobContext context;
  private final Catalogue catalogue;
  private final Training training;

  private TrainingRehearsal(JobContext context, Catalogue catalogue, Training training) {
    this.context = context;
    this.catalogue = catalogue;
    this.training = training;
  }

  /** Reads, trains and scores. */
  public static TrainingRehearsal train(
      JobContext context, Catalogue catalogue, boolean thin, TrainingSettings settings) {
    Optional<Thinning> thinning =
        thin ? Optional.of(Thinning.standard(settings.seed())) : Optional.empty();
    return new TrainingRehearsal(
        context, catalogue, Training.of(context, catalogue, settings, thinning));
  }

  /** Writes the package, judges it as it would be served, and returns its held-out WAPE. */
  public double judge() {
    TrainingFacts facts =
        new TrainingFacts(
            catalogue.timescale(), "bench", TrainingSettings.DEFAULT.seed(), Map.of(), Map.of());
    PooledErrors pooled = PooledErrors.of(training.scores());
    try (PackageFolder folder = PackageFolder.create()) {
      ServedForecast served =
          ServedForecast.of(new PackageWriter(training, pooled, facts).write(folder.path()));
      Evidence evidence = Judge.heldOut(0).evidence(served, training.rows());
      // Against itself: a champion costs the same once more.
      Evidence again = Judge.heldOut(0).evidence(served, training.rows());
      String reason =
          new ForecastGate(GateSettings.DEFAULT)
              .verdict(evidence, Optional.of(again), "itself")
              .reason();
      context.progress().println("bench train: the gate says: " + reason);
      return evidence.wape();
    }
  }

  /** How many workloads their linear model forecasts. */
  public long linear() {
    return training.linear();
  }

  @Override
  public void close() {
    training.rows().unpersist();
  }
}

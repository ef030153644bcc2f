package io.tidewatch.spark.train;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import io.tidewatch.spark.features.WorkloadRows;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * A finished training: the workloads it read, the models, and what they are worth.
 *
 * @param rows cached as long as the session lives: a replay reads them once more
 * @param goldenVectors some feature vectors of the training, to try the exported graph with
 */
public record Training(
    JavaRDD<WorkloadRows> rows,
    ForecastModels models,
    List<WorkloadScore> scores,
    List<float[]> goldenVectors,
    long firstStep,
    long lastStep) {
  private static final int MOST_PER_WORKLOAD = 64;
  private static final int MOST_GOLDEN = 256;

  /** The score of one workload. */
  public WorkloadScore score(String workload) {
    return scores.stream().filter(s -> s.workload().equals(workload)).findFirst().orElseThrow();
  }

  /** How many workloads their linear model forecasts. */
  long linear() {
    return scores.stream().filter(score -> score.method() == Method.LINEAR).count();
  }

  /** Trains on what the store holds of a catalogue's workloads, and scores the result. */
  public static Training of(JobContext context, Catalogue catalogue, TrainingSettings settings) {
    return of(context, catalogue, settings, Optional.empty());
  }

  /** The same, with older rows thinned. */
  public static Training of(
      JobContext context,
      Catalogue catalogue,
      TrainingSettings settings,
      Optional<Thinning> thinning) {
    return of(context, StoredRows.read(context.store(), catalogue, thinning).cache(), settings);
  }

  /** Trains on given rows. */
  public static Training of(
      JobContext context, JavaRDD<WorkloadRows> rows, TrainingSettings settings) {
    if (rows.isEmpty()) {
      throw new UserException(
          "there is nothing to train on",
          "no workload of the catalogue has both demand and features in the store",
          "run ingest and features first, and look for gaps in the table gaps");
    }
    ForecastModels models =
        new ForecastTrainer(context.spark(), settings, context.progress()).train(rows);
    List<WorkloadScore> scores =
        rows.map(each -> WorkloadScore.of(each, models.calibrating(), models.served())).collect();
    return new Training(
        rows,
        models,
        scores,
        golden(rows),
        rows.map(WorkloadRows::firstStep).min(Comparator.naturalOrder()),
        rows.map(each -> each.firstStep() + each.split().trainEnd() - 1)
            .max(Comparator.naturalOrder()));
  }

  private static List<float[]> golden(JavaRDD<WorkloadRows> rows) {
    // Rows of as many workloads as there is room for, so that every family's are among them.
    int share = (int) Math.max(1, Math.min(MOST_PER_WORKLOAD, MOST_GOLDEN / rows.count()));
    return rows.flatMap(
            each -> {
              int stride = Math.max(1, each.size() / share);
              return IntStream.range(0, Math.min(share, each.size()))
                  .mapToObj(i -> each.vectors()[i * stride])
                  .iterator();
            })
        .take(MOST_GOLDEN);
  }
}

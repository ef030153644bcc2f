package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.PackageManifest.TrainingWindow;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A forest of the pods of a catalogue.
 *
 * @param window from the first to the last step that it may have seen
 * @param golden some of the rows, to try the exported graph with
 * @param heldOut the newest fifth, which it has not seen
 */
record AnomalyTraining(
    PodFeatures features,
    ForestSettings settings,
    TrainingWindow window,
    IsolationForestModel model,
    List<float[]> golden,
    HeldOut heldOut) {
  private static final int GOLDEN_ROWS = 32;
  private static final double TRAINED_SHARE = 0.8;

  /**
   * Trains.
   *
   * @param until the last step that counts; without it the last that is stored, so that a job that
   *     is tried again on the same table makes the same model
   * @throws UserException when there are too few rows
   */
  static AnomalyTraining of(
      DeltaStore store,
      Catalogue catalogue,
      ForestSettings settings,
      Duration length,
      Optional<Instant> until) {
    PodFeatures features = PodFeatures.of(store);
    Column wanted = pods(catalogue);
    Instant last = until.orElseGet(() -> last(store, wanted));
    TrainingWindow all = new TrainingWindow(last.minus(length), last);
    TrainingWindow window =
        new TrainingWindow(all.from(), trainedTo(store, wanted.and(inside(all)), last));
    Dataset<Row> rows =
        features
            .rows(store, wanted.and(inside(window)).and(known(until)))
            .select(
                col("key"),
                org.apache.spark.ml.functions.array_to_vector(col("values")).as("features"));
    IsolationForestModel model = estimator(settings).fit(rows);
    requireEnough(model.rows(), settings, window);
    Column held = wanted.and(inside(new TrainingWindow(window.to(), last))).and(known(until));
    return new AnomalyTraining(
        features, settings, window, model, golden(rows), HeldOut.read(store, features, held));
  }

  /** Where the newest fifth of what there is begins. */
  private static Instant trainedTo(DeltaStore store, Column inside, Instant last) {
    Row oldest = store.read(Tables.FEATURES).where(inside).agg(functions.min("ts")).first();
    Instant first = oldest.isNullAt(0) ? last : oldest.getTimestamp(0).toInstant();
    long seconds = Duration.between(first, last).toSeconds();
    return first.plusSeconds(Math.round(TRAINED_SHARE * seconds));
  }

  private static IsolationForest estimator(ForestSettings settings) {
    return new IsolationForest()
        .with("trees", settings.trees())
        .with("samples", settings.samples())
        .with("seed", settings.seed())
        .with("contamination", settings.contamination());
  }

  private static Column inside(TrainingWindow window) {
    Timestamp from = Timestamp.from(window.from());
    Timestamp to = Timestamp.from(window.to());
    return col("ts").gt(from).and(col("ts").leq(to));
  }

  /** A training of the past must not see what became known since. */
  private static Column known(Optional<Instant> until) {
    return until
        .map(cutOff -> col("known_at").leq(Timestamp.from(cutOff)))
        .orElseGet(() -> functions.lit(true));
  }

  private static Instant last(DeltaStore store, Column wanted) {
    Row newest = store.read(Tables.FEATURES).where(wanted).agg(functions.max("ts")).first();
    if (newest.isNullAt(0)) {
      throw new UserException(
          "there is nothing to train an anomaly model on",
          "the table features holds no vector of a pod of the catalogue's workloads",
          "let ingest read pod metrics, then run: features --sets health,log");
    }
    return newest.getTimestamp(0).toInstant();
  }

  private static void requireEnough(long rows, ForestSettings settings, TrainingWindow window) {
    if (rows < settings.samples()) {
      throw new UserException(
          "there is too little to train an anomaly model on",
          String.format(
              "%d rows of pods from %s to %s, a tree alone needs %d",
              rows, window.from(), window.to(), settings.samples()),
          "wait until more steps have features, or widen the window with --days");
    }
  }

  private static List<float[]> golden(Dataset<Row> rows) {
    return rows.orderBy("key").limit(GOLDEN_ROWS).collectAsList().stream()
        .map(row -> Floats.of(((Vector) row.get(1)).toArray()))
        .toList();
  }

  /** The rows of the table that are of pods of a catalogue's workloads. */
  static Column pods(Catalogue catalogue) {
    Object[] names =
        catalogue.workloads().stream().map(spec -> spec.workload().toString()).toArray();
    return col("workload").isin(names).and(col("pod").notEqual(""));
  }

  private static Column col(String name) {
    return functions.col(name);
  }
}

package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import io.tidewatch.feature.AnomalyFeatures;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import io.tidewatch.spark.features.VectorSet;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Which stored vectors make a row of the forest. */
enum PodFeatures {
  /** What the metrics say. */
  HEALTH(HealthFeatures.set(), VectorSet.HEALTH),
  /** What the metrics say and what is written; a pod has a row where it has both. */
  HEALTH_AND_LOG(AnomalyFeatures.healthAndLog(), VectorSet.HEALTH, VectorSet.LOG);

  private static final String[] KEY = {"workload", "pod", "ts"};

  private final FeatureSet<PodView> set;
  private final List<VectorSet> stored;

  PodFeatures(FeatureSet<PodView> set, VectorSet... stored) {
    this.set = set;
    this.stored = List.of(stored);
  }

  /** The features in their order. */
  FeatureSet<PodView> set() {
    return set;
  }

  /** Health and logs where the store has vectors of both, else health. */
  static PodFeatures of(DeltaStore store) {
    boolean logs = !rows(store, VectorSet.LOG).isEmpty();
    return logs ? HEALTH_AND_LOG : HEALTH;
  }

  /**
   * Those that a package was trained on.
   *
   * @throws UserException when this version computes others
   */
  static PodFeatures of(FeatureSetReference trained) {
    return Stream.of(values())
        .filter(each -> FeatureSetReference.of(each.set).equals(trained))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "the champion was trained on other features",
                    "it needs " + trained + ", which this version does not compute",
                    "train again with this version: train-anomaly"));
  }

  /**
   * One row per workload, pod and step: {@code key, workload, pod, ts, known_at, values}. Of
   * several vectors of one step the one that became known last counts.
   *
   * @param wanted which rows of the table count at all
   */
  Dataset<Row> rows(DeltaStore store, Column wanted) {
    Dataset<Row> joined = newest(store, stored.get(0), wanted);
    for (VectorSet more : stored.subList(1, stored.size())) {
      Dataset<Row> other =
          newest(store, more, wanted)
              .withColumnRenamed("values", "more")
              .withColumnRenamed("known_at", "more_known_at");
      joined =
          joined
              .join(other, KEY)
              .withColumn(
                  "values", functions.concat(functions.col("values"), functions.col("more")))
              .withColumn(
                  "known_at",
                  functions.greatest(functions.col("known_at"), functions.col("more_known_at")))
              .drop("more", "more_known_at");
    }
    Column key =
        functions.concat_ws(
            "/",
            functions.col("workload"),
            functions.col("pod"),
            functions.unix_timestamp(functions.col("ts")).cast("string"));
    return joined.withColumn("key", key);
  }

  private static Dataset<Row> newest(DeltaStore store, VectorSet set, Column wanted) {
    return rows(store, set)
        .where(wanted)
        .groupBy("workload", "pod", "ts")
        .agg(
            functions.max_by(functions.col("vector"), functions.col("known_at")).as("values"),
            functions.max("known_at").as("known_at"));
  }

  private static Dataset<Row> rows(DeltaStore store, VectorSet set) {
    return store
        .read(Tables.FEATURES)
        .where(functions.col("feature_set").equalTo(set.storedName()))
        .where(functions.col("pod").notEqual(""));
  }
}

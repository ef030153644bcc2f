package io.tidewatch.spark.anomaly;

import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import scala.collection.Seq;

/**
 * Adds the scores that are missing. A row has one score per version of its features: a repaired
 * vector became known later and is scored again, under its own {@code known_at}; a new champion
 * does not score the past again.
 */
final class Scoring {
  private final DeltaStore store;
  private final PodFeatures features;
  private final GrownForest grown;
  private final String version;

  Scoring(DeltaStore store, PodFeatures features, GrownForest grown, String version) {
    this.store = store;
    this.features = features;
    this.grown = grown;
    this.version = version;
  }

  /** How many rows were added, and how many of them are anomalies. */
  record Added(long rows, long anomalies) {}

  Added run(Instant since) {
    Column recent = functions.col("ts").gt(Timestamp.from(since));
    Dataset<Row> scored =
        store.read(Tables.SCORES).where(recent).select("workload", "pod", "ts", "known_at");
    Dataset<Row> missing =
        features
            .rows(store, recent)
            .join(scored, new String[] {"workload", "pod", "ts", "known_at"}, "left_anti");
    Dataset<Row> rows = answered(missing).persist();
    try {
      long added = rows.count();
      if (added > 0) {
        store.append(Tables.SCORES, rows);
      }
      return new Added(added, rows.where("anomaly").count());
    } finally {
      rows.unpersist();
    }
  }

  private Dataset<Row> answered(Dataset<Row> missing) {
    Column answer = answer(grown, features.set().names()).apply(functions.col("values"));
    return missing
        .withColumn("answer", answer)
        .select(
            functions.col("workload"),
            functions.col("pod"),
            functions.col("ts"),
            functions.col("answer.score").as("score"),
            functions.col("answer.anomaly").as("anomaly"),
            functions.col("answer.severity").as("severity"),
            functions.col("answer.attribution").as("attribution"),
            functions.lit(version).as("model_version"),
            functions.col("known_at"),
            functions.to_date(functions.col("ts")).as("day"));
  }

  private static UserDefinedFunction answer(GrownForest grown, List<String> names) {
    UDF1<Seq<Double>, Row> answer = values -> ScoreRow.of(grown, names, Floats.of(values));
    return functions.udf(answer, ScoreRow.TYPE);
  }
}

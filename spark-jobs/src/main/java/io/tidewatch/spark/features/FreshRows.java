package io.tidewatch.spark.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.tidewatch.source.StepRange;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Of computed vectors those that the table does not hold yet. Nothing in it is changed: a vector
 * that is other than the stored one is a further row of the same step that became known later.
 */
final class FreshRows {
  private static final String[] KEY = {"workload", "pod", "ts"};

  private FreshRows() {}

  /**
   * Leaves out what is there.
   *
   * @param steps the steps that the computed rows lie in
   * @param now when a vector became known that differs although its inputs claim to be older, as
   *     those of a backfill do
   */
  static Dataset<Row> of(
      Dataset<Row> computed, Dataset<Row> features, Vectors plan, StepRange steps, Instant now) {
    Dataset<Row> stored =
        Inputs.within(features, steps, plan.clockwork())
            .where(col("feature_set").equalTo(plan.set().storedName()));
    if (stored.isEmpty()) {
      return computed;
    }
    Dataset<Row> newest =
        stored
            .groupBy("workload", "pod", "ts")
            .agg(max(struct(col("known_at"), col("vector"))).as("stored"));
    Column later = expr("stored.known_at + INTERVAL 1 MILLISECOND");
    return computed
        .join(newest, KEY, "left")
        .where(col("stored").isNull().or(col("vector").notEqual(col("stored.vector"))))
        .withColumn(
            "known_at",
            when(
                    col("stored").isNull().or(col("known_at").gt(col("stored.known_at"))),
                    col("known_at"))
                .otherwise(greatest(later, lit(Timestamp.from(now)))))
        .drop("stored");
  }
}

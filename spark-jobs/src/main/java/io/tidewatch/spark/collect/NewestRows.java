package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the table metrics says: nothing in it is ever changed, so of several rows of one key and
 * step the one that became known last counts.
 */
public final class NewestRows {
  /** What identifies a value, whenever it became known. */
  static final List<String> KEY = List.of("namespace", "kind", "workload", "pod", "metric", "ts");

  private NewestRows() {}

  /**
   * One row per key: its value and when that became known.
   *
   * @param cutOff what became known later does not count
   */
  public static Dataset<Row> of(Dataset<Row> metrics, Optional<Instant> cutOff) {
    Dataset<Row> known =
        cutOff
            .map(at -> metrics.where(col("known_at").leq(lit(Timestamp.from(at)))))
            .orElse(metrics);
    Column[] key = KEY.stream().map(name -> col(name)).toArray(Column[]::new);
    // The value decides between rows of one moment, so that the order of reading never does.
    return known
        .groupBy(key)
        .agg(max(struct(col("known_at"), col("value"))).as("newest"))
        .selectExpr(
            "namespace",
            "kind",
            "workload",
            "pod",
            "metric",
            "ts",
            "newest.value as value",
            "newest.known_at as known_at");
  }
}

package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What one batch of the source holds, by metric. */
record BatchFacts(List<MetricFacts> metrics) {
  /**
   * What the batch holds of one metric.
   *
   * @param until the newest value's time; empty without values
   */
  record MetricFacts(String metric, long series, long values, long gaps, Optional<Instant> until) {}

  BatchFacts {
    metrics = List.copyOf(metrics);
  }

  /** Counts in one pass over the batch. */
  static BatchFacts of(Dataset<Row> batch) {
    Dataset<Row> bySeries =
        batch
            .groupBy("metric", "namespace", "kind", "workload", "pod")
            .agg(
                sum(coalesce(size(col("values")), lit(0))).as("values"),
                count("gap_reason").as("gaps"),
                max(element_at(col("times"), -1)).as("until"));
    List<Row> byMetric =
        bySeries
            .groupBy("metric")
            .agg(
                count_if(col("values").gt(0)).as("series"),
                sum("values").as("values"),
                sum("gaps").as("gaps"),
                max("until").as("until"))
            .collectAsList();
    return new BatchFacts(
        byMetric.stream()
            .map(BatchFacts::metric)
            .sorted(Comparator.comparing(MetricFacts::metric))
            .toList());
  }

  long values() {
    return metrics.stream().mapToLong(MetricFacts::values).sum();
  }

  long gaps() {
    return metrics.stream().mapToLong(MetricFacts::gaps).sum();
  }

  /** The time of the newest value. */
  Optional<Instant> until() {
    return metrics.stream().flatMap(facts -> facts.until().stream()).max(Comparator.naturalOrder());
  }

  private static MetricFacts metric(Row row) {
    Optional<Timestamp> until = Optional.ofNullable(row.getTimestamp(4));
    return new MetricFacts(
        Objects.requireNonNull(row.getString(0), "metric"),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        until.map(Timestamp::toInstant));
  }
}

package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.sum;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one batch of the source holds.
 *
 * @param metrics by metric
 * @param slices how many values each partition has
 */
record BatchFacts(List<MetricFacts> metrics, List<Long> slices) {
  /**
   * What the batch holds of one metric.
   *
   * @param series the most of one slice and day
   * @param until the newest value's time; empty without values
   */
  record MetricFacts(String metric, long series, long values, long gaps, Optional<Instant> until) {
    private MetricFacts and(MetricFacts part) {
      return new MetricFacts(
          metric,
          Math.max(series, part.series),
          values + part.values,
          gaps + part.gaps,
          Stream.of(until, part.until).flatMap(Optional::stream).max(Comparator.naturalOrder()));
    }
  }

  BatchFacts {
    metrics = List.copyOf(metrics);
    slices = List.copyOf(slices);
  }

  /**
   * Counts in one pass over the batch. A slice has one row for each series and day, so rows are
   * counted and not names, which would have to be sent to each other.
   */
  static BatchFacts of(Dataset<Row> batch) {
    Map<String, MetricFacts> byMetric = new TreeMap<>();
    SortedMap<Integer, Long> bySlice = new TreeMap<>();
    batch
        .groupBy(col("metric"), col("day"), col("backfilled"), spark_partition_id().as("slice"))
        .agg(
            count("times").as("series"),
            sum(coalesce(size(col("values")), lit(0))).as("values"),
            count("gap_reason").as("gaps"),
            max(element_at(col("times"), -1)).as("until"))
        .select("metric", "series", "values", "gaps", "until", "slice")
        .collectAsList()
        .forEach(
            row -> {
              MetricFacts facts = metric(row);
              byMetric.merge(facts.metric(), facts, MetricFacts::and);
              bySlice.merge(row.getInt(5), facts.values(), Long::sum);
            });
    List<Long> slices = new ArrayList<>();
    bySlice.forEach(
        (slice, values) -> {
          slices.addAll(Collections.nCopies(slice - slices.size(), 0L));
          slices.add(values);
        });
    return new BatchFacts(List.copyOf(byMetric.values()), slices);
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

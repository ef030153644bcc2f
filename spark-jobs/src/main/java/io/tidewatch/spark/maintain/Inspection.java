package io.tidewatch.spark.maintain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.collect.OpenGaps;
import io.tidewatch.spark.table.TableFiles;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks at a store: what is in it, how fresh it is, and what is missing. */
final class Inspection {
  /**
   * What a store holds.
   *
   * @param twice values that have landed more than once; empty if nobody asked
   */
  record Facts(
      String store,
      Instant at,
      List<TableFacts> tables,
      List<MetricFacts> metrics,
      List<OpenGaps.Open> openGaps,
      Optional<Long> twice) {}

  /** What one table holds. */
  record TableFacts(
      String table,
      int version,
      long rows,
      long series,
      Optional<Instant> from,
      Optional<Instant> to,
      long files,
      long bytes) {}

  /**
   * What the store holds of one metric.
   *
   * @param ageSeconds how long ago its newest value was
   */
  record MetricFacts(
      String metric,
      long series,
      long rows,
      long backfilled,
      Instant from,
      Instant to,
      long ageSeconds) {}

  // These tell rows of one series apart.
  private static final Set<String> ROW_NAMES = Set.of("ts", "day", "epoch", "sequence");

  private final JobContext context;

  Inspection(JobContext context) {
    this.context = context;
  }

  Facts run(boolean check) {
    return new Facts(
        context.store().root().toString(),
        context.clock().instant(),
        Tables.all().stream()
            .filter(table -> context.store().exists(table))
            .map(this::table)
            .toList(),
        context.store().exists(Tables.METRICS) ? metrics() : List.of(),
        OpenGaps.read(context.store()),
        check && context.store().exists(Tables.METRICS) ? Optional.of(twice()) : Optional.empty());
  }

  private TableFacts table(TableContract table) {
    Dataset<Row> rows = context.store().read(table);
    Row all =
        rows.groupBy(series(table))
            .agg(
                count(lit(1)).as("rows"),
                min(time(table, "from_ts")).as("from"),
                max(time(table, "to_ts")).as("to"))
            .agg(count(lit(1)), sum("rows"), min("from"), max("to"))
            .head();
    TableFiles.Size size = new TableFiles(context.spark(), context.store(), table).size();
    return new TableFacts(
        table.name(),
        table.version(),
        all.isNullAt(1) ? 0 : all.getLong(1),
        all.getLong(0),
        time(all.getTimestamp(2)),
        time(all.getTimestamp(3)),
        size.files(),
        size.bytes());
  }

  private static Column time(TableContract table, String otherwise) {
    return Stream.of("ts", otherwise)
        .filter(table.columnNames()::contains)
        .findFirst()
        .map(name -> col(name))
        .orElse(lit(null).cast("timestamp"));
  }

  /** What tells one series from another: the key without the times. */
  private static Column[] series(TableContract table) {
    return table.key().stream()
        .filter(name -> !ROW_NAMES.contains(name))
        .filter(name -> !name.endsWith("_ts") && !name.endsWith("_at"))
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  private List<MetricFacts> metrics() {
    return context
        .store()
        .read(Tables.METRICS)
        .groupBy(series(Tables.METRICS))
        .agg(
            count(lit(1)).as("rows"),
            sum(col("backfilled").cast("long")).as("backfilled"),
            min("ts").as("from"),
            max("ts").as("to"))
        .groupBy("metric")
        .agg(count(lit(1)), sum("rows"), sum("backfilled"), min("from"), max("to"))
        .orderBy("metric")
        .collectAsList()
        .stream()
        .map(this::metric)
        .toList();
  }

  private MetricFacts metric(Row row) {
    Instant to = row.getTimestamp(5).toInstant();
    return new MetricFacts(
        row.getString(0),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getTimestamp(4).toInstant(),
        to,
        Duration.between(to, context.clock().instant()).toSeconds());
  }

  private long twice() {
    Column[] key = Tables.METRICS.key().stream().map(name -> col(name)).toArray(Column[]::new);
    return context
        .store()
        .read(Tables.METRICS)
        .groupBy(key)
        .agg(count(lit(1)).as("rows"))
        .where(col("rows").gt(1))
        .count();
  }

  private static Optional<Instant> time(Timestamp timestamp) {
    return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
  }
}

package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What backfill and repair share: reading a server's past again beside what the store has of it.
 */
record HistoryTask(
    JobContext context, String text, Catalogue catalogue, Map<String, String> source) {
  static HistoryTask of(JobContext context, Path file, Map<String, String> source) {
    String text = CatalogueFile.text(file);
    Catalogue catalogue = CatalogueFile.parse(text, file.toString());
    return new HistoryTask(context, text, catalogue, Map.copyOf(source));
  }

  /** The values and gaps that the server has now. */
  Dataset<Row> read(List<QueryRange> ranges) {
    return read(SteppedSource.PROMETHEUS, source, ranges);
  }

  /** What a server has now. */
  Dataset<Row> read(SteppedSource kind, Map<String, String> options, List<QueryRange> ranges) {
    return context
        .spark()
        .read()
        .format(kind.format())
        .options(options)
        .option("catalogue", text)
        .option("ranges", QueryRange.text(ranges))
        .load();
  }

  /** What the store has of one day. */
  Dataset<Row> stored(DayWindow day) {
    Dataset<Row> metrics = context.store().read(Tables.METRICS);
    return NewestRows.of(
        metrics.where(col("day").equalTo(Date.valueOf(day.day()))), Optional.empty());
  }

  /** Lands values of one day, in one file. The rows must not depend on the table any more. */
  void land(Dataset<Row> values) {
    store().append(Tables.METRICS, values.coalesce(1).sortWithinPartitions(BatchWriter.ORDER));
  }

  /** The values of what was read, with the day that they belong to. */
  static Dataset<Row> values(Dataset<Row> read) {
    return SliceSchema.values(read);
  }

  /** The gaps of what was read, as the table has them. */
  static List<Row> gaps(Dataset<Row> read) {
    return BatchWriter.gaps(read).collectAsList();
  }

  /** Names what could not be read; how many gaps that is. */
  long landGaps(Dataset<Row> read) {
    List<Row> gaps = gaps(read);
    if (!gaps.isEmpty()) {
      store().append(Tables.GAPS, BatchWriter.gaps(read).coalesce(1));
    }
    return gaps.size();
  }

  /** When a step became known that was read when it had settled. */
  Column settled(Column step) {
    long settle = catalogue.settle().toSeconds();
    return step.plus(expr("make_dt_interval(0, 0, 0, " + settle + ")"));
  }

  /** What of a reading could not be read, and may be later. */
  List<QueryRange> failed(Dataset<Row> read) {
    return gaps(read).stream()
        .filter(row -> row.getBoolean(row.fieldIndex("open")))
        .map(
            row ->
                new OpenGaps.Open(
                        row.getAs("metric"),
                        row.<Timestamp>getAs("from_ts").toInstant(),
                        row.<Timestamp>getAs("to_ts").toInstant(),
                        row.getAs("reason"))
                    .range(catalogue.timescale()))
        .toList();
  }

  /** Writes down what has become of gaps. */
  void record(GapsAfterRepair after) {
    Instant now = context.clock().instant();
    Set<GapRow> rows =
        Stream.concat(
                after.closed().stream().map(gap -> GapRow.of(gap, "read again", now, false)),
                after.opened().stream()
                    .map(gap -> GapRow.of(gap, "the rest could be read", now, true)))
            .collect(Collectors.toSet());
    if (!rows.isEmpty()) {
      store().append(Tables.GAPS, GapRow.rows(context.spark(), List.copyOf(rows)));
    }
  }

  /** How long a work has taken, in seconds. */
  double seconds(Instant began) {
    return Duration.between(began, context.clock().instant()).toMillis() / 1_000.0;
  }

  DeltaStore store() {
    return context.store();
  }

  void requireTables() {
    store().create(Tables.METRICS);
    store().create(Tables.GAPS);
  }

  static Column literal(Instant time) {
    return lit(Timestamp.from(time));
  }
}

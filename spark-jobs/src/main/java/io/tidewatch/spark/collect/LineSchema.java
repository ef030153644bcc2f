package io.tidewatch.spark.collect;

import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of the source {@code loki}: an entry has everything up to {@code backfilled} and no gap
 * columns; a gap has {@code metric} (the log's name), {@code known_at} and the gap columns. {@code
 * ts} is the time of the line, {@code step_ts} the step that it belongs to, {@code pattern} its
 * message with the parameters masked.
 */
final class LineSchema {
  static final StructType SCHEMA =
      SparkTypes.schema(
          List.of(
              Column.optional("namespace", ColumnType.STRING),
              Column.optional("kind", ColumnType.STRING),
              Column.optional("workload", ColumnType.STRING),
              Column.optional("pod", ColumnType.STRING),
              Column.of("metric", ColumnType.STRING),
              Column.optional("ts", ColumnType.TIMESTAMP),
              Column.optional("step_ts", ColumnType.TIMESTAMP),
              Column.optional("level", ColumnType.STRING),
              Column.optional("pattern", ColumnType.STRING),
              Column.optional("line", ColumnType.STRING),
              Column.of("known_at", ColumnType.TIMESTAMP),
              Column.optional("backfilled", ColumnType.BOOLEAN),
              Column.optional("gap_reason", ColumnType.STRING),
              Column.optional("gap_detail", ColumnType.STRING),
              Column.optional("gap_from", ColumnType.TIMESTAMP),
              Column.optional("gap_to", ColumnType.TIMESTAMP),
              Column.optional("gap_open", ColumnType.BOOLEAN)));

  private LineSchema() {}
}

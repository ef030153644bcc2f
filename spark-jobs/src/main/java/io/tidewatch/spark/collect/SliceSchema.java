package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;

import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of the source: what one slice says of one series on one day, with its values as arrays,
 * because rows of their own would cost more than reading them; or a gap, which has {@code metric},
 * {@code known_at} and the gap columns.
 */
final class SliceSchema {
  static final StructType SCHEMA =
      SparkTypes.schema(
              List.of(
                  Column.optional("namespace", ColumnType.STRING),
                  Column.optional("kind", ColumnType.STRING),
                  Column.optional("workload", ColumnType.STRING),
                  Column.optional("pod", ColumnType.STRING),
                  Column.of("metric", ColumnType.STRING),
                  Column.of("known_at", ColumnType.TIMESTAMP),
                  Column.optional("known_after_micros", ColumnType.LONG),
                  Column.optional("backfilled", ColumnType.BOOLEAN),
                  Column.optional("day", ColumnType.DATE),
                  Column.optional("gap_reason", ColumnType.STRING),
                  Column.optional("gap_detail", ColumnType.STRING),
                  Column.optional("gap_from", ColumnType.TIMESTAMP),
                  Column.optional("gap_to", ColumnType.TIMESTAMP),
                  Column.optional("gap_open", ColumnType.BOOLEAN),
                  Column.optional("values", ColumnType.DOUBLE_ARRAY)))
          .add("times", DataTypes.createArrayType(DataTypes.TimestampType, false), true);

  private SliceSchema() {}

  /** A row for each value of some rows of the source, in their order, as the table has them. */
  static Dataset<Row> values(Dataset<Row> read) {
    return read.where(col("gap_reason").isNull())
        .select(
            col("namespace"),
            col("kind"),
            col("workload"),
            col("pod"),
            col("metric"),
            col("known_at"),
            col("known_after_micros"),
            col("backfilled"),
            col("day"),
            col("values"),
            posexplode(col("times")).as(new String[] {"position", "ts"}))
        .withColumn("value", get(col("values"), col("position")))
        .withColumn(
            "known_at",
            coalesce(
                timestamp_micros(unix_micros(col("ts")).plus(col("known_after_micros"))),
                col("known_at")))
        .drop("known_after_micros", "values", "position");
  }
}

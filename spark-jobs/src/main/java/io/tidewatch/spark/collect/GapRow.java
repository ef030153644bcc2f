package io.tidewatch.spark.collect;

import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A row of the table gaps. */
public record GapRow(
    String metric,
    Instant fromTs,
    Instant toTs,
    String reason,
    String detail,
    Instant recordedAt,
    boolean open) {
  static GapRow of(OpenGaps.Open gap, String detail, Instant recordedAt, boolean open) {
    return new GapRow(gap.metric(), gap.from(), gap.to(), gap.reason(), detail, recordedAt, open);
  }

  /** Some rows as one file of them. */
  public static Dataset<Row> rows(SparkSession spark, List<GapRow> gaps) {
    return RowCodec.of(GapRow.class, SparkTypes.schema(Tables.GAPS)).rows(spark, gaps).coalesce(1);
  }
}

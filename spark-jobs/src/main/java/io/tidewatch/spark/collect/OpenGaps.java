package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;

import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The gaps that are worth reading again. Nothing in the table is ever changed: of the rows of one
 * gap the one that was recorded last says whether it is open.
 */
public final class OpenGaps {
  /** A gap that is open. */
  public record Open(String metric, Instant from, Instant to, String reason) {
    QueryRange range(Timescale timescale) {
      return new QueryRange(
          metric, new StepRange(timescale.stepIndex(from), timescale.stepIndex(to)));
    }
  }

  private OpenGaps() {}

  /** The gaps of a store that are open, by metric and time. */
  public static List<Open> read(DeltaStore store) {
    if (!store.exists(Tables.GAPS)) {
      return List.of();
    }
    return open(store.read(Tables.GAPS)).collectAsList().stream().map(OpenGaps::gap).toList();
  }

  /** The gaps of the table that are open, by metric and time. */
  static Dataset<Row> open(Dataset<Row> gaps) {
    return gaps.groupBy("metric", "from_ts", "to_ts", "reason")
        .agg(max_by(col("open"), col("recorded_at")).as("open"))
        .where(col("open"))
        .drop("open")
        .orderBy("metric", "from_ts", "to_ts", "reason");
  }

  private static Open gap(Row row) {
    return new Open(
        row.getString(0),
        row.getTimestamp(1).toInstant(),
        row.getTimestamp(2).toInstant(),
        row.getString(3));
  }
}

package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Lands decisions, each once. Their predictions land before them: a decision that is in its table
 * needs no second look.
 */
final class Landing {
  private final DeltaStore store;

  Landing(DeltaStore store) {
    this.store = store;
  }

  /** How many rows were added. */
  record Landed(long decisions, long predictions) {}

  Landed land(LandedLines lines) {
    store.create(Tables.PREDICTIONS);
    store.create(Tables.DECISIONS);
    Dataset<Row> fresh = missing(Tables.DECISIONS, lines.decisions(), lines.oldest()).persist();
    try {
      long decisions = fresh.count();
      if (decisions == 0) {
        return new Landed(0, 0);
      }
      long predictions = landPredictions(fresh, lines.oldest());
      store.append(Tables.DECISIONS, inDays(fresh));
      return new Landed(decisions, predictions);
    } finally {
      fresh.unpersist();
    }
  }

  private long landPredictions(Dataset<Row> decisions, Optional<Instant> oldest) {
    Dataset<Row> said =
        decisions.mapPartitions(
            (MapPartitionsFunction<Row, Row>) ReadLines::predictions,
            Encoders.row(SparkTypes.schema(Tables.PREDICTIONS)));
    // The decisions between two steps repeat the forecast of the last one.
    Column[] key = Tables.PREDICTIONS.key().stream().map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> once =
        said.withColumn("copy", row_number().over(Window.partitionBy(key).orderBy("known_at")))
            .where(col("copy").equalTo(1))
            .drop("copy");
    Dataset<Row> fresh = missing(Tables.PREDICTIONS, once, oldest).persist();
    try {
      long rows = fresh.count();
      if (rows > 0) {
        store.append(Tables.PREDICTIONS, inDays(fresh));
      }
      return rows;
    } finally {
      fresh.unpersist();
    }
  }

  // Looked up in their days alone; a forecast is a few hours older than its decision at most.
  private Dataset<Row> missing(TableContract table, Dataset<Row> rows, Optional<Instant> oldest) {
    Instant from = oldest.orElse(Instant.EPOCH).minus(Duration.ofDays(1));
    Date day = Date.valueOf(from.atOffset(ZoneOffset.UTC).toLocalDate());
    Dataset<Row> stored = store.read(table).where(col("day").geq(lit(day)));
    String[] key = table.key().toArray(String[]::new);
    return rows.join(stored.select(columns(key)), key, "left_anti");
  }

  private static Dataset<Row> inDays(Dataset<Row> rows) {
    return rows.repartition(col("day")).sortWithinPartitions("day", "workload");
  }

  private static Column[] columns(String[] names) {
    Column[] columns = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      columns[i] = col(names[i]);
    }
    return columns;
  }
}

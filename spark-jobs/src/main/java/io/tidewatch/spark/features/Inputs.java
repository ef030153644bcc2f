package io.tidewatch.spark.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;

import io.tidewatch.source.StepRange;
import java.sql.Date;
import java.sql.Timestamp;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How the tables of inputs are read: only the days that are needed, on the step grid. */
final class Inputs {
  private Inputs() {}

  /** The name of a row's workload, as {@link io.tidewatch.domain.WorkloadId} prints it. */
  static Column workload() {
    return expr(
        "IF(kind = 'Deployment', CONCAT_WS('/', namespace, workload),"
            + " CONCAT_WS('/', namespace, kind, workload))");
  }

  /** The index of a row's step. */
  static Column step(Clockwork clockwork) {
    return floor(col("ts").cast("long").divide(clockwork.step().toSeconds())).cast("long");
  }

  /** When a row became known, in epoch milliseconds. */
  static Column knownAt() {
    return expr("unix_millis(known_at)");
  }

  /** The rows of some steps; the days that hold none of them are not opened. */
  static Dataset<Row> within(Dataset<Row> rows, StepRange steps, Clockwork clockwork) {
    Date firstDay = Date.valueOf(clockwork.day(steps.first()));
    Date lastDay = Date.valueOf(clockwork.day(steps.until()));
    Timestamp from = Timestamp.from(clockwork.timescale().wallTime(steps.first()));
    Timestamp until = Timestamp.from(clockwork.timescale().wallTime(steps.until()));
    return rows.where(col("day").between(lit(firstDay), lit(lastDay)))
        .where(col("ts").between(lit(from), lit(until)));
  }
}

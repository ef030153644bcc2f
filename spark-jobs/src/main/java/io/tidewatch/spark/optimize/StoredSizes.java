package io.tidewatch.spark.optimize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Reads what the pods of every workload of a catalogue have used, and sizes them in parallel. */
final class StoredSizes {
  /** What is older than fourteen half-lives weighs nothing. */
  private static final int DAYS = 14;

  private StoredSizes() {}

  /** The size of each workload whose pods have landed. */
  static Map<String, PolicyModel.Size> read(DeltaStore store, Catalogue catalogue) {
    Timescale timescale = catalogue.timescale();
    Map<String, PolicyModel.Size> sizes = new TreeMap<>();
    Dataset<Row> rows =
        store
            .read(Tables.METRICS)
            .where(col("pod").notEqual(""))
            .where(col("metric").isin(PodSizes.INPUTS.toArray()));
    Row newest = rows.agg(functions.max("ts")).first();
    if (newest.isNullAt(0)) {
      return sizes;
    }
    Timestamp until = newest.getTimestamp(0);
    Duration window =
        timescale.wallDuration(Timescale.NOMINAL_STEP.multipliedBy((long) DAYS * 1_440));
    Timestamp from = Timestamp.from(until.toInstant().minus(window));
    grouped(rows.where(col("ts").gt(lit(from))), timescale, timescale.stepIndex(until.toInstant()))
        .collectAsList()
        .forEach(sized -> sizes.put(sized.workload(), sized.size()));
    return sizes;
  }

  private static Dataset<SizedWorkload> grouped(Dataset<Row> rows, Timescale timescale, long now) {
    return rows.select(
            expr("IF(kind = 'Deployment', CONCAT_WS('/', namespace, workload),"
                    + " CONCAT_WS('/', namespace, kind, workload))")
                .as("name"),
            col("pod"),
            col("metric"),
            floor(col("ts").cast("long").divide(timescale.step().toSeconds()))
                .cast("long")
                .as("step"),
            col("value"),
            expr("unix_millis(known_at)").as("known"))
        .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
        .mapGroups(new PodSizes(now), Encoders.javaSerialization(SizedWorkload.class));
  }
}

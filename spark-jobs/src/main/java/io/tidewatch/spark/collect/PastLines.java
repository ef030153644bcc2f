package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.tidewatch.domain.LogSpec;
import io.tidewatch.table.Tables;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Back-fills the lines of a Loki. A step of which the store has counts of a pod is left alone: what
 * came late of that pod then was not known then, and is for repair.
 *
 * <p>Lines land before their counts, so after a kill in between the counts are missing, and the
 * next run adds them and those lines that are not there.
 */
final class PastLines implements Backfill.Past {
  private static final String[] POD_STEP = {"namespace", "kind", "workload", "pod", "ts"};

  private final HistoryTask task;
  private final LogHistory history;

  PastLines(HistoryTask task, IngestSettings.Logs logs) {
    this.task = task;
    this.history = new LogHistory(task, logs);
  }

  @Override
  public SteppedSource source() {
    return SteppedSource.LOKI;
  }

  @Override
  public List<String> queries() {
    return task.catalogue().logs().stream().map(LogSpec::name).toList();
  }

  @Override
  public void createTables() {
    history.createTables();
  }

  @Override
  public Backfill.Landed land(DayWindow day, List<QueryRange> ranges) {
    Dataset<Row> read = history.read(ranges).persist();
    try {
      long gaps = task.landGaps(read);
      Dataset<Row> missing = missing(day, read);
      return new Backfill.Landed(missing.isEmpty() ? 0 : land(day, missing), gaps);
    } finally {
      read.unpersist();
    }
  }

  private Dataset<Row> missing(DayWindow day, Dataset<Row> read) {
    Dataset<Row> counted =
        history.counts(day).selectExpr(POD_STEP).distinct().withColumnRenamed("ts", "step_ts");
    String[] key = {"namespace", "kind", "workload", "pod", "step_ts"};
    return read.where(col("gap_reason").isNull())
        .join(counted, key, "left_anti")
        .withColumn("known_at", task.settled(col("step_ts")))
        .withColumn("backfilled", lit(true));
  }

  private long land(DayWindow day, Dataset<Row> missing) {
    Dataset<Row> templated = history.templated(missing).persist();
    Dataset<Row> counts = LogWriter.counts(templated).persist();
    Dataset<Row> lines = history.withoutLanded(day, templated).persist();
    try {
      long landed = counts.agg(sum("count")).head().getLong(0);
      // Before it lands: the rows must not depend on the table any more.
      if (lines.count() > 0) {
        task.store().append(Tables.LOG_LINES, lines.coalesce(1));
      }
      task.store().append(Tables.LOG_COUNTS, counts.coalesce(1));
      return landed;
    } finally {
      Stream.of(lines, counts, templated).forEach(Dataset::unpersist);
    }
  }
}

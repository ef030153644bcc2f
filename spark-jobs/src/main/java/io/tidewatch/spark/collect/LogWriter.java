package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_date;

import io.tidewatch.log.TemplateBook;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.WriteId;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lands one batch of log lines: its gaps, then its new templates, then its lines, then their
 * counts.
 *
 * <p>Each later step stands on what the earlier one has made durable, and each append carries the
 * stream's id and the batch's number. So a batch that was killed anywhere is repeated as far as it
 * had not come; one whose counts have landed is not even read again.
 */
final class LogWriter implements VoidFunction2<Dataset<Row>, Long> {
  private final DeltaStore store;
  private final TemplateBooks books;
  private final IngestProgress progress;
  private final Clock clock;
  private final Duration keepLines;

  /**
   * A writer of batches.
   *
   * @param keepLines lines that are older when they are read are counted but not kept
   */
  LogWriter(DeltaStore store, IngestProgress progress, Clock clock, Duration keepLines) {
    this.store = store;
    this.books = new TemplateBooks(store, TemplateBook.Limits.standard(), clock);
    this.progress = progress;
    this.clock = clock;
    this.keepLines = keepLines;
  }

  @Override
  public void call(Dataset<Row> batch, Long batchId) {
    WriteId id = BatchWriter.writeId(SteppedSource.LOKI, batch, batchId);
    if (store.hasLanded(Tables.LOG_COUNTS, id)) {
      return;
    }
    // The source is asked once; everything after the first pass comes from here.
    batch.persist();
    try {
      long gaps = batch.where(col("gap_reason").isNotNull()).count();
      BatchWriter.landGaps(store, progress, batch, gaps);
      Dataset<Row> entries = batch.where(col("gap_reason").isNull());
      if (!entries.isEmpty()) {
        land(entries, id);
      }
    } finally {
      batch.unpersist();
    }
  }

  private void land(Dataset<Row> entries, WriteId id) {
    Dataset<Row> templated = books.assign(entries).persist();
    try {
      Timestamp oldest = Timestamp.from(clock.instant().minus(keepLines));
      store.append(Tables.LOG_LINES, lines(templated.where(col("ts").geq(lit(oldest)))), id);
      store.append(Tables.LOG_COUNTS, counts(templated), id);
      Row facts = templated.agg(count(lit(1)), max("step_ts")).head();
      progress.templates(books.known());
      progress.lines(facts.getLong(0), facts.getTimestamp(1).toInstant());
    } finally {
      templated.unpersist();
    }
  }

  /** The entries as the table of lines has them. */
  static Dataset<Row> lines(Dataset<Row> entries) {
    return entries
        .withColumn("day", to_date(col("ts")))
        .repartition(col("day"))
        .sortWithinPartitions("day", "namespace", "workload", "pod", "ts");
  }

  /** How many lines of each pod, step, level and template there are. */
  static Dataset<Row> counts(Dataset<Row> entries) {
    return entries
        .groupBy("namespace", "kind", "workload", "pod", "step_ts", "level", "template")
        .agg(
            count(lit(1)).as("count"),
            min("first_seen").as("first_seen"),
            max("known_at").as("known_at"),
            max("backfilled").as("backfilled"))
        .withColumnRenamed("step_ts", "ts")
        .withColumn("day", to_date(col("ts")))
        .repartition(col("day"))
        .sortWithinPartitions("day", "namespace", "workload", "pod", "ts");
  }
}

package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;

import io.tidewatch.log.TemplateBook;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.WriteId;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lands one batch of log lines in the order of {@link LogLanding}.
 *
 * <p>Each append carries the stream's id and the batch's number. So a batch that was killed
 * anywhere is repeated as far as it had not come; one of which only the counts are missing, or
 * nothing, is not even read again.
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
    try (Rows rows = new Rows(batch, id)) {
      LogLanding.land(rows);
    }
  }

  /** A batch as rows of Spark. */
  private final class Rows implements LogLanding.Batch, AutoCloseable {
    private final Dataset<Row> batch;
    private final WriteId id;
    private final CountsAside aside;
    private Optional<Dataset<Row>> templated = Optional.empty();

    Rows(Dataset<Row> batch, WriteId id) {
      this.batch = batch;
      this.id = id;
      this.aside = CountsAside.of(store.checkpoint(SteppedSource.LOKI.format()), id.sequence());
    }

    @Override
    public boolean countsLanded() {
      return store.hasLanded(Tables.LOG_COUNTS, id);
    }

    @Override
    public boolean linesLanded() {
      return store.hasLanded(Tables.LOG_LINES, id);
    }

    @Override
    public boolean countsAreAside() {
      return aside.isWhole();
    }

    @Override
    public void nameGaps() {
      // The source is asked once; everything after the first pass comes from here.
      batch.persist();
      long gaps = batch.where(col("gap_reason").isNotNull()).count();
      BatchWriter.landGaps(store, progress, batch, gaps, id);
    }

    @Override
    public boolean hasLines() {
      return !entries().isEmpty();
    }

    @Override
    public void assignTemplates() {
      templated = Optional.of(books.assign(entries()).persist());
      progress.templates(books.known());
    }

    @Override
    public void setCountsAside() {
      aside.write(counts(templated.orElseThrow()));
    }

    @Override
    public void landLines() {
      Timestamp oldest = Timestamp.from(clock.instant().minus(keepLines));
      Dataset<Row> kept = templated.orElseThrow().where(col("ts").geq(lit(oldest)));
      store.append(Tables.LOG_LINES, lines(kept), id);
    }

    @Override
    public void landCounts() {
      Dataset<Row> counts = aside.read(batch.sparkSession());
      store.append(Tables.LOG_COUNTS, counts, id);
      Row facts = counts.agg(sum("count"), max("ts")).head();
      aside.drop();
      progress.lines(facts.getLong(0), facts.getTimestamp(1).toInstant());
    }

    @Override
    public void close() {
      templated.ifPresent(Dataset::unpersist);
      batch.unpersist();
    }

    private Dataset<Row> entries() {
      return batch.where(col("gap_reason").isNull());
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

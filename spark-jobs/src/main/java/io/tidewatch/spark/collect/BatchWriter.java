package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;

import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.WriteId;
import io.tidewatch.table.Tables;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Lands one batch of the source: its gaps in {@code gaps}, its values in {@code metrics}.
 *
 * <p>Spark repeats a batch that was killed before its checkpoint was written. The commit of {@code
 * metrics} carries the stream's id and the batch's number, and a batch that has landed is not even
 * read again. Gaps go first: a repetition may read what failed before, or fail on what was read, so
 * whatever is missing from the values that land must have been named before they do. A gap may
 * therefore name steps that landed after all, which repair finds; no gap and no value stands twice.
 */
final class BatchWriter implements VoidFunction2<Dataset<Row>, Long> {
  private static final int MOST_GAPS_SHOWN = 20;
  private static final long VALUES_PER_TASK = 250_000;
  private static final String[] GAP = {"metric", "from_ts", "to_ts", "reason"};

  /** The order of rows in a file: that in which they are read, which also makes small files. */
  static final Column[] ORDER =
      Stream.of("day", "metric", "namespace", "workload", "pod", "ts")
          .map(functions::col)
          .toArray(Column[]::new);

  /** The same order of rows whose values are still together. */
  private static final Column[] SERIES =
      Stream.of("day", "metric", "namespace", "workload", "pod", "times")
          .map(functions::col)
          .toArray(Column[]::new);

  private final DeltaStore store;
  private final IngestProgress progress;

  BatchWriter(DeltaStore store, IngestProgress progress) {
    this.store = store;
    this.progress = progress;
  }

  @Override
  public void call(Dataset<Row> batch, Long batchId) {
    WriteId id = writeId(SteppedSource.PROMETHEUS, batch, batchId);
    if (store.hasLanded(Tables.METRICS, id)) {
      return;
    }
    // The source is asked once; everything after the first pass comes from here.
    batch.persist();
    try {
      BatchFacts facts = BatchFacts.of(batch);
      landGaps(store, progress, batch, facts.gaps(), id);
      if (facts.values() > 0) {
        store.append(Tables.METRICS, values(batch, facts), id);
      }
      progress.landed(facts);
    } finally {
      batch.unpersist();
    }
  }

  /** Lands the gaps of a batch, if there are any, and tells of them; a repetition adds new ones. */
  static void landGaps(
      DeltaStore store, IngestProgress progress, Dataset<Row> batch, long gaps, WriteId id) {
    if (gaps == 0) {
      return;
    }
    Dataset<Row> rows = gaps(batch);
    if (store.hasLanded(Tables.GAPS, id)) {
      Dataset<Row> named = store.read(Tables.GAPS).selectExpr(GAP).distinct();
      store.append(Tables.GAPS, rows.join(named, GAP, "left_anti").coalesce(1));
    } else {
      store.append(Tables.GAPS, rows.coalesce(1), id);
    }
    progress.gaps(gaps, rows.limit(MOST_GAPS_SHOWN).collectAsList());
  }

  /** The gaps of what a source gave, as the table has them. */
  static Dataset<Row> gaps(Dataset<Row> batch) {
    return batch
        .where(col("gap_reason").isNotNull())
        .select(
            col("metric"),
            col("gap_from").as("from_ts"),
            col("gap_to").as("to_ts"),
            col("gap_reason").as("reason"),
            col("gap_detail").as("detail"),
            col("known_at").as("recorded_at"),
            col("gap_open").as("open"));
  }

  // Series are sorted and dealt out, not values: there are far fewer of them. A small batch is one
  // file a day; a large one is written by as many tasks as there are cores.
  private static Dataset<Row> values(Dataset<Row> batch, BatchFacts facts) {
    Dataset<Row> series = batch.where(col("gap_reason").isNull());
    int cores = batch.sparkSession().sparkContext().defaultParallelism();
    int tasks = (int) Math.min(cores, 1 + facts.values() / VALUES_PER_TASK);
    Dataset<Row> dealt =
        tasks == 1 ? series.coalesce(1) : new EvenShares(facts.slices()).deal(series, tasks);
    return SliceSchema.values(dealt.sortWithinPartitions(SERIES));
  }

  /** Names the append of one batch of one stream, so that its repetition changes nothing. */
  static WriteId writeId(SteppedSource source, Dataset<Row> batch, long batchId) {
    String stream = batch.sparkSession().sparkContext().getLocalProperty("sql.streaming.queryId");
    return new WriteId(source.format() + "-" + stream, batchId);
  }
}

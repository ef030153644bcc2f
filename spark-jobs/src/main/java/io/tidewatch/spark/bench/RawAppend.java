package io.tidewatch.spark.bench;

import static org.apache.spark.sql.functions.col;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.TableContract;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * What any program must at least do to land rows: append them to a Delta table out of memory. They
 * lie in memory in the order of the table's files, in a part for each core, so that nothing is left
 * to do but to write.
 */
final class RawAppend implements AutoCloseable {
  private final TableContract table;
  private final Dataset<Row> cached;
  private final List<Instant> ends;

  private RawAppend(TableContract table, Dataset<Row> cached, List<Instant> ends) {
    this.table = table;
    this.cached = cached;
    this.ends = ends;
  }

  /**
   * Takes the rows of a table into memory.
   *
   * @param key what the rows are dealt out by
   * @param order the order of the rows in a file, the partition columns first
   */
  static RawAppend of(JobContext context, TableContract table, List<String> key, String... order) {
    DeltaStore store = context.store();
    int cores = context.spark().sparkContext().defaultParallelism();
    Column[] by = key.stream().map(functions::col).toArray(Column[]::new);
    Dataset<Row> cached =
        store
            .read(table)
            .repartition(cores, by)
            .sortWithinPartitions(Stream.of(order).map(functions::col).toArray(Column[]::new))
            .persist(StorageLevel.MEMORY_AND_DISK());
    cached.count();
    List<Instant> ends =
        LandedFiles.of(store.path(table)).commits().stream()
            .map(LandedFiles.Commit::last)
            .distinct()
            .sorted()
            .toList();
    return new RawAppend(table, cached, ends);
  }

  /** Appends all rows, with the boundaries that the batches of the table had. */
  Timing into(JobContext context, Path folder) {
    try (DeltaStore store = DeltaStore.open(context.spark(), folder)) {
      return Timing.of(
          () -> {
            store.create(table);
            batches().forEach(batch -> store.append(table, batch));
          });
    }
  }

  private List<Dataset<Row>> batches() {
    if (ends.size() < 2) {
      return List.of(cached);
    }
    List<Dataset<Row>> batches = new ArrayList<>();
    Instant after = Instant.EPOCH;
    for (Instant until : ends) {
      Column later = col("ts").gt(functions.lit(Timestamp.from(after)));
      batches.add(cached.where(later.and(col("ts").leq(functions.lit(Timestamp.from(until))))));
      after = until;
    }
    return batches;
  }

  @Override
  public void close() {
    cached.unpersist();
  }
}

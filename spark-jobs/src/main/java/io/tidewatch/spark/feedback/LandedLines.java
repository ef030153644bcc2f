package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.spark.table.AddedRows;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Seen;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;

/** The decision lines that have landed in the store since the last run. */
final class LandedLines implements AutoCloseable {
  private static final int EXAMPLES = 5;
  private static final int SHOWN = 120;

  private final Dataset<Row> read;
  private final Seen upTo;
  private final Facts facts;

  private LandedLines(Dataset<Row> read, Seen upTo) {
    this.read = read;
    this.upTo = upTo;
    this.facts = facts(read);
  }

  /**
   * How many lines there are.
   *
   * @param oldest when the first of their decisions was made
   */
  private record Facts(long all, long malformed, long newer, Optional<Instant> oldest) {}

  /**
   * Reads what is new.
   *
   * @param from the controller's own workload, if the lines of no other count
   */
  static LandedLines read(DeltaStore store, Optional<WorkloadId> from) {
    AddedRows added = new AddedRows(store, Tables.LOG_LINES);
    // Before the rows: what lands meanwhile is read twice rather than never.
    Seen upTo = added.now();
    Dataset<Row> rows =
        Position.read(store).flatMap(added::since).orElseGet(() -> store.read(Tables.LOG_LINES));
    Dataset<Row> lines =
        from.map(workload -> rows.where(isOf(workload)))
            .orElse(rows)
            .where(col(ReadLines.LINE).startsWith(DecisionLine.BEGINNING))
            .select(ReadLines.LINE, "known_at")
            .mapPartitions(new ReadLines(), Encoders.row(ReadLines.schema()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new LandedLines(lines, upTo);
  }

  private static Column isOf(WorkloadId workload) {
    return col("namespace")
        .equalTo(workload.namespace())
        .and(col("kind").equalTo(workload.kind()))
        .and(col("workload").equalTo(workload.name()));
  }

  private static Facts facts(Dataset<Row> read) {
    Column broken = col(ReadLines.PROBLEM).isNotNull();
    Column newer = col(ReadLines.NEWER);
    Row found =
        read.agg(
                count(lit(1)),
                count(when(broken.and(not(newer)), 1)),
                count(when(newer, 1)),
                min("ts"))
            .head();
    return new Facts(
        found.getLong(0),
        found.getLong(1),
        found.getLong(2),
        Optional.ofNullable(found.getTimestamp(3)).map(Timestamp::toInstant));
  }

  long size() {
    return facts.all();
  }

  /** Lines that are decisions. */
  long sound() {
    return facts.all() - facts.malformed() - facts.newer();
  }

  long malformed() {
    return facts.malformed();
  }

  Optional<Instant> oldest() {
    return facts.oldest();
  }

  /** Some lines that are no decisions, and why. */
  List<String> examples() {
    if (facts.malformed() == 0) {
      return List.of();
    }
    return read.where(col(ReadLines.PROBLEM).isNotNull()).limit(EXAMPLES).collectAsList().stream()
        .map(row -> row.getAs(ReadLines.PROBLEM) + ": " + shortened(row.getAs(ReadLines.LINE)))
        .toList();
  }

  /**
   * Refuses all if there are lines that this version cannot read: skipped, they would be lost.
   *
   * @throws UserException naming their format
   */
  void requireKnownFormat() {
    if (facts.newer() == 0) {
      return;
    }
    String why = read.where(col(ReadLines.NEWER)).select(ReadLines.PROBLEM).head().getString(0);
    throw new UserException(
        facts.newer() + " decision lines cannot be read, and nothing was written",
        why,
        "update Tidewatch where this job runs: the controller is newer");
  }

  /** Each decision once, with its full record where that is among the lines. */
  Dataset<Row> decisions() {
    var twice =
        Window.partitionBy("controller", "epoch", "sequence")
            .orderBy(col("record").isNotNull().desc(), col(ReadLines.LINE));
    return read.where(col(ReadLines.PROBLEM).isNull())
        .withColumn("twice", row_number().over(twice))
        .where(col("twice").equalTo(1))
        .drop("twice");
  }

  /** The least number of each controller. */
  Map<String, Long> lowest() {
    return read
        .where(col(ReadLines.PROBLEM).isNull())
        .groupBy("controller")
        .agg(min("sequence"))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
  }

  /** The next run begins after these lines. */
  void done(DeltaStore store) {
    Position.write(store, upTo);
  }

  @Override
  public void close() {
    read.unpersist();
  }

  private static String shortened(String line) {
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}

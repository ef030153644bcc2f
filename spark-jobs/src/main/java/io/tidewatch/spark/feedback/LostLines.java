package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.tidewatch.spark.collect.GapRow;
import io.tidewatch.spark.feedback.LostNumbers.Numbered;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Names the decisions of which no line has come, once; and says so where their lines came after
 * all, as they do when a log server was down and repair has read it again.
 */
final class LostLines {
  /** What a gap of decisions is called. */
  static final String METRIC = "decisions";

  static final String LOST = "lost";
  static final String ARRIVED = "arrived";

  private final SparkSession spark;
  private final DeltaStore store;
  private final Instant now;

  LostLines(SparkSession spark, DeltaStore store, Instant now) {
    this.spark = spark;
    this.store = store;
    this.now = now;
  }

  /**
   * Looks at the numbers from the lowest on that was read, of each controller.
   *
   * @param lowest the number by controller
   * @return how many numbers have become lost
   */
  long name(Map<String, Long> lowest) {
    store.create(Tables.GAPS);
    List<Row> gaps = store.read(Tables.GAPS).where(col("metric").equalTo(METRIC)).collectAsList();
    Set<String> named = details(gaps, LOST);
    List<LostNumbers> lost =
        lost(lowest).stream().filter(one -> !named.contains(one.text())).toList();
    List<GapRow> rows =
        Stream.concat(lost.stream().map(this::row), arrived(gaps, lowest).stream()).toList();
    if (!rows.isEmpty()) {
      store.append(Tables.GAPS, GapRow.rows(spark, rows));
    }
    return lost.stream().mapToLong(LostNumbers::count).sum();
  }

  private List<LostNumbers> lost(Map<String, Long> lowest) {
    Column[] entries =
        lowest.entrySet().stream()
            .flatMap(one -> Stream.of(lit(one.getKey()), lit(one.getValue())))
            .toArray(Column[]::new);
    // Of a controller that is not among them it is null, and no number is less or more than that.
    Column least = functions.try_element_at(functions.map(entries), col("controller"));
    Dataset<Row> decisions = store.read(Tables.DECISIONS).select("controller", "sequence", "ts");
    Dataset<Row> before =
        decisions
            .where(col("sequence").lt(least))
            .groupBy("controller")
            .agg(max_by(struct("sequence", "ts"), col("sequence")).as("last"))
            .select("controller", "last.sequence", "last.ts");
    return decisions
        .where(col("sequence").geq(least))
        .union(before)
        .repartition(col("controller"))
        .sortWithinPartitions("controller", "sequence", "ts")
        .toJavaRDD()
        .mapPartitions(LostLines::between)
        .collect();
  }

  private static Iterator<LostNumbers> between(Iterator<Row> rows) {
    Iterable<Row> all = () -> rows;
    return LostNumbers.between(
            StreamSupport.stream(all.spliterator(), false)
                .map(
                    row ->
                        new Numbered(
                            row.getString(0), row.getLong(1), row.getTimestamp(2).getTime()))
                .iterator())
        .iterator();
  }

  private List<GapRow> arrived(List<Row> gaps, Map<String, Long> read) {
    Set<String> closed = details(gaps, ARRIVED);
    List<GapRow> rows = new ArrayList<>();
    for (Row gap : gaps) {
      String detail = gap.getAs("detail");
      if (gap.<String>getAs("reason").equals(LOST) && !closed.contains(detail)) {
        LostNumbers.parse(detail)
            .filter(one -> one.last() >= read.getOrDefault(one.controller(), Long.MAX_VALUE))
            .filter(this::isThere)
            .ifPresent(one -> rows.add(row(gap, detail)));
      }
    }
    return rows;
  }

  private boolean isThere(LostNumbers numbers) {
    return store
            .read(Tables.DECISIONS)
            .where(col("controller").equalTo(numbers.controller()))
            .where(col("sequence").between(numbers.first(), numbers.last()))
            .select("sequence")
            .distinct()
            .count()
        == numbers.count();
  }

  private GapRow row(LostNumbers lost) {
    Instant after = Instant.ofEpochMilli(lost.afterMillis());
    Instant before = Instant.ofEpochMilli(lost.beforeMillis());
    return new GapRow(METRIC, after, before, LOST, lost.text(), now, false);
  }

  private GapRow row(Row gap, String detail) {
    Instant after = gap.getTimestamp(gap.fieldIndex("from_ts")).toInstant();
    Instant before = gap.getTimestamp(gap.fieldIndex("to_ts")).toInstant();
    return new GapRow(METRIC, after, before, ARRIVED, detail, now, false);
  }

  private static Set<String> details(List<Row> gaps, String reason) {
    return gaps.stream()
        .filter(gap -> gap.<String>getAs("reason").equals(reason))
        .map(gap -> gap.<String>getAs("detail"))
        .collect(Collectors.toSet());
  }
}

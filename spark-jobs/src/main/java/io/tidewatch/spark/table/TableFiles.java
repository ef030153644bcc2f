package io.tidewatch.spark.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.delta.tables.DeltaTable;
import io.tidewatch.table.TableContract;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The files of a table: how many there are, and what keeps them few. */
public final class TableFiles {
  private static final String CHECK = "spark.databricks.delta.retentionDurationCheck.enabled";
  private static final String DAY = "day";

  private final SparkSession spark;
  private final DeltaStore store;
  private final TableContract table;

  /** The files that readers of the table's newest version read. */
  public record Size(long files, long bytes) {}

  public TableFiles(SparkSession spark, DeltaStore store, TableContract table) {
    this.spark = spark;
    this.store = store;
    this.table = table;
  }

  /** How many there are, and how large. */
  public Size size() {
    Row all = files().agg(count(lit(1)), sum("size")).head();
    return new Size(all.getLong(0), all.isNullAt(1) ? 0 : all.getLong(1));
  }

  /** How many there are by folder: by day, or under the empty name if there are no folders. */
  public Map<String, Long> byFolder() {
    Column folder =
        table.partitioning().contains(DAY) ? col("partitionValues").getItem(DAY) : lit("");
    Map<String, Long> counts = new TreeMap<>();
    files()
        .groupBy(folder.as("folder"))
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  /** Makes few files of those folders' many; what they hold stays the same. */
  public void compact(Iterable<String> folders) {
    for (String folder : folders) {
      if (folder.isEmpty()) {
        deltaTable().optimize().executeCompaction();
        return;
      }
    }
    String days =
        java.util.stream.StreamSupport.stream(folders.spliterator(), false)
            .map(day -> "'" + day + "'")
            .collect(Collectors.joining(", "));
    deltaTable().optimize().where("day IN (" + days + ")").executeCompaction();
  }

  /** Deletes rows in one commit; older versions keep them until their files are removed. */
  public void delete(String condition) {
    deltaTable().delete(condition);
  }

  /** Removes the files that no version of the last hours needs. */
  public void vacuum(int hours) {
    // Delta refuses less than a week; the caller has checked what is safe.
    String before = spark.conf().get(CHECK, "true");
    spark.conf().set(CHECK, "false");
    try {
      deltaTable().vacuum(hours);
    } finally {
      spark.conf().set(CHECK, before);
    }
  }

  private Dataset<Row> files() {
    return store.snapshot(table).allFiles().toDF();
  }

  private DeltaTable deltaTable() {
    return DeltaTable.forPath(spark, store.path(table).toString());
  }
}

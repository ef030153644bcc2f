package io.tidewatch.spark.table;

import io.delta.tables.DeltaTable;
import io.tidewatch.domain.UserException;
import io.tidewatch.table.Column;
import io.tidewatch.table.TableContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * The tables of one store: created by their contract, checked when opened, written by any number of
 * processes of different {@link Role}s.
 */
public final class DeltaStore implements AutoCloseable {
  static final String VERSION_PROPERTY = "tidewatch.contractVersion";

  private final SparkSession spark;
  private final Path root;
  private final Map<Role, WriterLock> roles = new EnumMap<>(Role.class);

  private DeltaStore(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
  }

  /** The tables in a folder. */
  public static DeltaStore open(SparkSession spark, Path root) {
    return new DeltaStore(spark, root.toAbsolutePath().normalize());
  }

  /**
   * Makes sure that a folder can hold tables, before anything slow starts.
   *
   * @throws UserException when it cannot be written or the disk is full
   */
  public static void prepare(Path root) {
    StoreFolder.requireWritable(root);
  }

  /** The folder of all tables. */
  public Path root() {
    return root;
  }

  /** The folder of a table. */
  public Path path(TableContract table) {
    return root.resolve(table.name());
  }

  /** Where a streaming source keeps how far it has come. */
  public Path checkpoint(String source) {
    return root.resolve("_checkpoints").resolve(source);
  }

  /** Whether a table has been created. */
  public boolean exists(TableContract table) {
    return Files.isDirectory(path(table).resolve("_delta_log")) && log(table).tableExists();
  }

  /**
   * All rows of a table.
   *
   * @throws UserException when it is missing or of a newer version
   */
  public Dataset<Row> read(TableContract table) {
    if (!exists(table)) {
      throw new UserException(
          "table " + table.name() + " is not in the store " + root,
          "nothing has been written to it yet, or --store names another folder",
          "run the job that fills it first (ingest fills metrics, features fills features)");
    }
    Dataset<Row> rows = spark.read().format("delta").load(path(table).toString());
    for (Column missing : missing(table)) {
      rows = rows.withColumn(missing.name(), functions.lit(null).cast(SparkTypes.of(missing)));
    }
    return rows;
  }

  /** The number of the table's newest commit. */
  public long version(TableContract table) {
    return snapshot(table).version();
  }

  /** Appends rows whose columns are the contract's; the table is created if it is missing. */
  public void append(TableContract table, Dataset<Row> rows) {
    write(table, inOrder(table, rows), SaveMode.Append, Map.of());
  }

  /** Appends rows unless this write has landed before; its repetition changes nothing. */
  public void append(TableContract table, Dataset<Row> rows, WriteId id) {
    Map<String, String> options =
        Map.of("txnAppId", id.writer(), "txnVersion", Long.toString(id.sequence()));
    write(table, inOrder(table, rows), SaveMode.Append, options);
  }

  /** Whether a write has landed. */
  public boolean hasLanded(TableContract table, WriteId id) {
    if (!exists(table)) {
      return false;
    }
    Option<Object> newest = snapshot(table).transactions().get(id.writer());
    return newest.isDefined() && (Long) newest.get() >= id.sequence();
  }

  /** Puts these rows in the place of all rows that match a condition, in one commit. */
  public void replaceWhere(TableContract table, String condition, Dataset<Row> rows) {
    write(table, inOrder(table, rows), SaveMode.Overwrite, Map.of("replaceWhere", condition));
  }

  /** Creates a table as its contract says if it is missing, and adds the columns it lacks. */
  public void create(TableContract table) {
    if (exists(table)) {
      evolve(table);
    } else {
      exclusively(Role.CREATION, () -> createAlone(table));
    }
  }

  private Void createAlone(TableContract table) {
    // Another process may have created it in the meantime, which is as good.
    if (exists(table)) {
      evolve(table);
      return null;
    }
    BegunLog.remove(path(table).resolve("_delta_log"));
    DeltaTable.createIfNotExists(spark)
        .location(path(table).toString())
        .addColumns(SparkTypes.schema(table))
        .partitionedBy(table.partitioning().toArray(String[]::new))
        .property(VERSION_PROPERTY, Integer.toString(table.version()))
        .property("delta.dataSkippingStatsColumns", String.join(",", table.statistics()))
        .execute();
    return null;
  }

  /**
   * Takes a role for this process until the store is closed.
   *
   * @throws UserException when another process has it
   */
  public void claim(Role role) {
    roles.computeIfAbsent(role, wanted -> WriterLock.acquire(root, wanted));
  }

  /**
   * Does a short work that only one process at a time may do; others wait for their turn.
   *
   * @throws UserException when it is not their turn within a minute
   */
  public <T> T exclusively(Role role, Supplier<T> work) {
    try (WriterLock turn = WriterLock.await(root, role)) {
      return work.get();
    }
  }

  @Override
  public void close() {
    roles.values().forEach(WriterLock::close);
    roles.clear();
  }

  private void write(
      TableContract table, Dataset<Row> rows, SaveMode mode, Map<String, String> options) {
    create(table);
    DataFrameWriter<Row> writer = rows.write().format("delta").mode(mode).options(options);
    writer.save(path(table).toString());
  }

  private static Dataset<Row> inOrder(TableContract table, Dataset<Row> rows) {
    return rows.select(
        table.columnNames().stream()
            .map(functions::col)
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private void evolve(TableContract table) {
    List<Column> missing = missing(table);
    if (storedVersion(table) == table.version()) {
      return;
    }
    String name = "delta.`" + path(table) + "`";
    if (!missing.isEmpty()) {
      String columns = SparkTypes.schema(missing).toDDL();
      spark.sql("ALTER TABLE " + name + " ADD COLUMNS (" + columns + ")");
    }
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('%s' = '%d')"
            .formatted(name, VERSION_PROPERTY, table.version()));
  }

  private List<Column> missing(TableContract table) {
    StructType stored = snapshot(table).metadata().schema();
    return table.missingIn(storedVersion(table), SparkTypes.columns(table.name(), stored));
  }

  private int storedVersion(TableContract table) {
    Option<String> found = snapshot(table).metadata().configuration().get(VERSION_PROPERTY);
    return found.isDefined() ? Integer.parseInt(found.get()) : 0;
  }

  private DeltaLog log(TableContract table) {
    return DeltaLog.forTable(spark, path(table).toString());
  }

  /** The table as it is now. */
  Snapshot snapshot(TableContract table) {
    return log(table).update(false, Option.empty(), Option.empty());
  }
}

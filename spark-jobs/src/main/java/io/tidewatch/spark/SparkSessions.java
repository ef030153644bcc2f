package io.tidewatch.spark;

import io.tidewatch.spark.table.HardLinkLogStore;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Opens the one Spark session of a process, with Delta and the settings a laptop needs. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * A session that uses all cores of this machine.
   *
   * @param scratch where Spark puts what it spills and its (unused) warehouse
   */
  public static SparkSession open(Path scratch) {
    return open(scratch, Map.of());
  }

  /**
   * A session with settings of the user's.
   *
   * @param settings go before ours; an empty one leaves Spark its own
   */
  public static SparkSession open(Path scratch, Map<String, String> settings) {
    String folder = scratch.toAbsolutePath().toString();
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("tidewatch")
            .master(System.getProperty("spark.master", "local[*]"))
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config(
                HardLinkLogStore.SETTING,
                System.getProperty(HardLinkLogStore.SETTING, HardLinkLogStore.class.getName()))
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.warehouse.dir", folder + "/warehouse")
            .config("spark.local.dir", folder)
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            // A log of hundreds of commits is rare here; the default 50 only costs tasks.
            .config("spark.databricks.delta.snapshotPartitions", "2")
            // VACUUM lists a table's folders with that many tasks, however few there are.
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "8")
            // Rows come in the order of a file; days beside each other need not be sorted again.
            .config("spark.sql.maxConcurrentOutputFileWriters", "16")
            // A checkpoint of finished batches is of no use beyond the last few.
            .config("spark.sql.streaming.minBatchesToRetain", "10");
    settings.forEach(builder::config);
    return builder.getOrCreate();
  }
}

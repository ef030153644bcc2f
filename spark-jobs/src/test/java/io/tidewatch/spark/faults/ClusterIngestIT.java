package io.tidewatch.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.SparkCluster;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same ingest in one process and on a cluster. */
@ExtendWith(SparkCluster.Given.class)
class ClusterIngestIT {
  @TempDir private Path folder;

  @Test
  void a_cluster_lands_the_same_rows_as_one_process(SparkCluster cluster) throws IOException {
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      TestingShop shop = TestingShop.of(folder, 2, supervisor);
      shop.server().start(supervisor);
      Path catalogue =
          shop.catalogue(folder.resolve("catalogue.yaml"), "demand", TestingShop.load("a"));
      List<String> options =
          List.of(
              "--prometheus=" + shop.server().url(),
              "--catalogue=" + catalogue,
              "--from=" + shop.from());
      List<String> words = new ArrayList<>();
      words.add("--store=" + folder.resolve("spread"));
      words.add("--master=" + cluster.master());
      words.add("--conf=spark.executor.memory=" + SparkCluster.EXECUTOR_MEMORY);
      words.add("ingest");
      words.addAll(options);
      JobProcess job = JobProcess.start(supervisor, "spread", List.of("-Xmx1g"), words);
      assertEquals(0, job.exitCode(), job.said());
      assertSameAsHere(shop, options);
    }
  }

  private void assertSameAsHere(TestingShop shop, List<String> options) {
    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    try (DeltaStore alone = DeltaStore.open(spark, folder.resolve("alone"));
        DeltaStore spread = DeltaStore.open(spark, folder.resolve("spread"))) {
      JobHere.run(new IngestCommand(), spark, alone, options);
      shop.assertLandedOnce(alone.read(Tables.METRICS), "demand");
      shop.assertLandedOnce(spread.read(Tables.METRICS), "demand");
      Dataset<Row> missing = values(alone).exceptAll(values(spread));
      assertEquals(0, missing.count());
    } finally {
      spark.stop();
    }
  }

  private static Dataset<Row> values(DeltaStore store) {
    return store
        .read(Tables.METRICS)
        .select("namespace", "kind", "workload", "pod", "metric", "ts", "value", "day");
  }
}

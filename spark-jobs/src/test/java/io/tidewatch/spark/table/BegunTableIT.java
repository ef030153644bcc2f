package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.SparkSessions;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that was killed while it created a table leaves an empty log, or one with a draft. */
class BegunTableIT {
  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = SparkSessions.open(folder.resolve("scratch"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aTableOfWhichThereIsOnlyAnEmptyLogIsCreated() throws IOException {
    Path root = folder.resolve("empty");
    Files.createDirectories(root.resolve("metrics/_delta_log"));

    createdIn(root);
  }

  @Test
  void aTableOfWhichThereIsOnlyADraftOfItsFirstCommitIsCreated() throws IOException {
    Path root = folder.resolve("draft");
    Path log = Files.createDirectories(root.resolve("metrics/_delta_log"));
    Files.writeString(log.resolve(".00000000000000000000.json.0-1.tmp"), "{");

    createdIn(root);
  }

  private static void createdIn(Path root) {
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      store.create(Tables.METRICS);
      assertEquals(0, store.read(Tables.METRICS).count());
      assertEquals(0, store.version(Tables.METRICS));
    }
  }
}

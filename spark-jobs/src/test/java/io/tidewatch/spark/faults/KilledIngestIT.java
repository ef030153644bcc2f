package io.tidewatch.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ingest of its own process that a real {@code kill -9} ends, twice, and a third run. */
class KilledIngestIT {
  private static final int BATCHES = 6;
  private static final long SEED = 6;

  /** What ingest leaves on the disk in the course of a batch, in this order. */
  private enum Moment {
    PLANNED("_checkpoints/prometheus/offsets/%d"),
    LANDED("metrics/_delta_log/%020d.json"),
    COMMITTED("_checkpoints/prometheus/commits/%d");

    private final String file;

    Moment(String file) {
      this.file = file;
    }

    /** The file that shows that a batch has come so far; version 0 of a table creates it. */
    Path of(Path store, int batch) {
      return store.resolve(file.formatted(this == LANDED ? batch + 1 : batch));
    }
  }

  @TempDir private Path folder;

  @Test
  void two_kills_at_any_moment_neither_lose_nor_double_a_value() throws IOException {
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      TestingShop shop = TestingShop.of(folder, BATCHES, supervisor);
      shop.server().start(supervisor);
      Path store = folder.resolve("store");
      List<String> words =
          List.of(
              "--store=" + store,
              "ingest",
              "--prometheus=" + shop.server().url(),
              "--catalogue="
                  + shop.catalogue(
                      folder.resolve("catalogue.yaml"), "demand", TestingShop.load("a")),
              "--from=" + shop.from());
      Random random = new Random(SEED);
      for (int kill = 0; kill < 2; kill++) {
        int batch = kill * BATCHES / 2 + random.nextInt(BATCHES / 2 - 1);
        Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
        Path sign = moment.of(store, batch);
        start(supervisor, "killed-" + kill, words).killWhen(() -> Files.exists(sign));
      }
      JobProcess last = start(supervisor, "whole", words);
      assertEquals(0, last.exitCode(), last.said());
      assertLandedOnce(shop, store);
    }
  }

  private static JobProcess start(Supervisor supervisor, String name, List<String> words) {
    return JobProcess.start(supervisor, name, List.of("-Xmx1g", "-Dspark.master=local[2]"), words);
  }

  private void assertLandedOnce(TestingShop shop, Path root) {
    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      shop.assertLandedOnce(store.read(Tables.METRICS), "demand");
    } finally {
      spark.stop();
    }
  }
}

package io.tidewatch.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.collect.OpenGaps;
import io.tidewatch.spark.collect.RepairCommand;
import io.tidewatch.spark.maintain.MaintainCommand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest in one process; a second one, repair and maintain in another, on the same store. */
class SeveralProcessesIT {
  private static final int BATCHES = 4;

  @TempDir private Path folder;

  @Test
  void a_second_ingest_is_refused_and_repair_and_maintain_are_welcome() throws IOException {
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      TestingShop shop = TestingShop.of(folder, BATCHES, supervisor);
      ManagedProcess prometheus = shop.server().start(supervisor);
      try (FaultyServer proxy = new FaultyServer(shop.server().url())) {
        // The first batch cannot be read: that is what repair will insert while ingest goes on.
        proxy.when("other=", FaultyServer.first(1, FaultyServer.error(400, "bad_data", "not yet")));
        together(supervisor, proxy, shop, prometheus);
      }
    }
  }

  private void together(
      Supervisor supervisor, FaultyServer proxy, TestingShop shop, ManagedProcess prometheus)
      throws IOException {
    Path catalogue =
        shop.catalogue(
            folder.resolve("catalogue.yaml"),
            "demand",
            TestingShop.load("demand"),
            "other",
            TestingShop.load("other"));
    List<String> source = List.of("--prometheus=" + proxy.url(), "--catalogue=" + catalogue);
    List<String> ingest = new ArrayList<>(source);
    ingest.addAll(List.of("--from=" + shop.from(), "--every=1s"));
    JobProcess first = start(supervisor, "first", "ingest", ingest);
    first.await(() -> Files.exists(folder.resolve("store/_checkpoints/prometheus/commits/0")));
    // A server that dies and comes back does not end an ingest that goes on and on.
    ProcessHandle.of(prometheus.pid()).orElseThrow().destroyForcibly();
    prometheus.awaitExit(Duration.ofSeconds(10));
    prometheus.close();
    shop.server().start(supervisor);

    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    try (DeltaStore store = DeltaStore.open(spark, folder.resolve("store"))) {
      UserException second =
          assertThrows(
              UserException.class, () -> JobHere.run(new IngestCommand(), spark, store, ingest));
      assertTrue(second.getMessage().contains("ingest is running"), second.getMessage());
      List<String> repair = new ArrayList<>(source);
      repair.add("--late=1h");
      JobHere.run(new RepairCommand(), spark, store, repair);
      JobHere.run(new MaintainCommand(), spark, store, List.of());
      int last = BATCHES - 1;
      first.await(
          () -> Files.exists(folder.resolve("store/_checkpoints/prometheus/commits/" + last)));
      first.stop();
      assertLandedOnce(shop, store);
    } finally {
      spark.stop();
    }
  }

  private static void assertLandedOnce(TestingShop shop, DeltaStore store) {
    shop.assertLandedOnce(store.read(Tables.METRICS), "demand");
    shop.assertLandedOnce(store.read(Tables.METRICS), "other");
    assertEquals(List.of(), OpenGaps.read(store));
  }

  private JobProcess start(Supervisor supervisor, String name, String verb, List<String> options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--store=" + folder.resolve("store"), "--master=local[1]", verb));
    words.addAll(options);
    return JobProcess.start(supervisor, name, List.of("-Xmx900m"), words);
  }
}

package io.tidewatch.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a small disk of its own that fills up under ingest, and then cannot be written. */
class FullDiskIT {
  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws IOException {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", disk.toString()),
        "needs to mount a small disk, which only root may do");
  }

  @AfterEach
  void unmount() throws IOException {
    run("umount", "--lazy", disk.toString());
  }

  @Test
  void a_disk_that_is_full_or_cannot_be_written_is_told_and_nothing_is_lost() throws IOException {
    try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
      TestingShop shop = TestingShop.of(folder, 3, supervisor);
      shop.server().start(supervisor);
      Path catalogue =
          shop.catalogue(folder.resolve("catalogue.yaml"), "demand", TestingShop.load("a"));
      List<String> options =
          List.of(
              "--prometheus=" + shop.server().url(),
              "--catalogue=" + catalogue,
              "--from=" + shop.from());
      List<String> words = new ArrayList<>();
      words.addAll(List.of("--store=" + disk.resolve("store"), "--master=local[2]", "ingest"));
      words.addAll(options);
      Path filler = disk.resolve("filler");

      JobProcess filled = start(supervisor, "filled", words);
      filled.await(() -> Files.exists(disk.resolve("store/_checkpoints/prometheus/offsets/0")));
      fill(filler);
      assertEquals(2, filled.exitCode(), filled.said());
      assertTrue(filled.said().contains("the disk is full"), filled.said());

      // It is refused before anything slow starts.
      JobProcess full = start(supervisor, "full", words);
      assertEquals(2, full.exitCode(), full.said());
      assertTrue(full.said().contains("make room"), full.said());

      Files.delete(filler);
      assertTrue(run("mount", "-o", "remount,ro", disk.toString()));
      JobProcess readOnly = start(supervisor, "read-only", words);
      assertEquals(2, readOnly.exitCode(), readOnly.said());
      assertTrue(readOnly.said().contains("cannot be written"), readOnly.said());

      assertTrue(run("mount", "-o", "remount,rw", disk.toString()));
      landTheRest(shop, options);
    }
  }

  private static JobProcess start(Supervisor supervisor, String name, List<String> words) {
    return JobProcess.start(supervisor, name, List.of("-Xmx1g"), words);
  }

  private void landTheRest(TestingShop shop, List<String> options) {
    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    try (DeltaStore store = DeltaStore.open(spark, disk.resolve("store"))) {
      JobHere.run(new IngestCommand(), spark, store, options);
      shop.assertLandedOnce(store.read(Tables.METRICS), "demand");
    } finally {
      spark.stop();
    }
  }

  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int written = 0; written < 4_096; written++) {
        out.write(block);
      }
      throw new IllegalStateException("the disk is larger than it was made");
    } catch (IOException full) {
      assertTrue(full.getMessage().contains("No space left"), full.getMessage());
    }
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}

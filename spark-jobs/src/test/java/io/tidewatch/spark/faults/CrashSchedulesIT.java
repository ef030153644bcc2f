package io.tidewatch.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.processes.Supervisor;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SparkSessions;
import io.tidewatch.spark.collect.IngestCommand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.HardLinkLogStore;
import io.tidewatch.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/**
 * Ingest that ends at any of the points between the log of offsets, each append, and the log of
 * commits, again and again, lands what it would have landed undisturbed.
 */
class CrashSchedulesIT {
  private static final int BATCHES = 2;

  /**
   * How one run ends: before or after its n-th commit to a table; and whether the last batch that
   * it finished is without its entry in the log of commits, as a crash just before leaves it.
   */
  record CrashPoint(int commits, boolean before, boolean lastCommitLost) {}

  private static Path folder;
  private static Supervisor supervisor;
  private static TestingShop shop;
  private static Path catalogue;
  private static SparkSession spark;

  @BeforeContainer
  static void start() throws IOException {
    folder = Files.createTempDirectory("crash-schedules");
    supervisor = Supervisor.open(folder.resolve("state"));
    shop = TestingShop.of(folder, BATCHES, supervisor);
    shop.server().start(supervisor);
    catalogue =
        shop.catalogue(
            folder.resolve("catalogue.yaml"), "broken", "sum(", "demand", TestingShop.load("a"));
    System.setProperty(HardLinkLogStore.SETTING, CrashingLogStore.class.getName());
    spark = SparkSessions.open(folder.resolve("scratch"));
  }

  @AfterContainer
  static void stop() throws IOException {
    System.clearProperty(HardLinkLogStore.SETTING);
    spark.stop();
    supervisor.close();
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(f -> f.delete());
    }
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF, edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
  void whatever_the_schedule_of_crashes_every_row_lands_once(
      @ForAll("schedules") List<CrashPoint> schedule) throws IOException {
    try (DeltaStore store = DeltaStore.open(spark, Files.createTempDirectory(folder, "store"))) {
      for (CrashPoint point : schedule) {
        CrashingLogStore.crashAfter(point.commits(), point.before());
        runIntoCrash(store);
        if (point.lastCommitLost()) {
          loseLastCommit(store.checkpoint("prometheus").resolve("commits"));
        }
      }
      ingest(store);
      shop.assertLandedOnce(store.read(Tables.METRICS), "demand");
      assertEquals(shop.values(), store.read(Tables.METRICS).count());
      // A gap may be named twice; that of every batch must be named.
      assertEquals(
          shop.steps(),
          store
              .read(Tables.GAPS)
              .where("metric = 'broken'")
              .selectExpr(
                  "explode(sequence(unix_seconds(from_ts) + 300, unix_seconds(to_ts), 300)) step")
              .distinct()
              .count());
    }
  }

  @Provide
  Arbitrary<List<CrashPoint>> schedules() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(CrashPoint::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static void runIntoCrash(DeltaStore store) {
    try {
      ingest(store);
    } catch (RuntimeException ended) {
      if (!isCrash(ended)) {
        throw ended;
      }
    } finally {
      CrashingLogStore.heal();
    }
  }

  private static boolean isCrash(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(cause -> cause instanceof CrashingLogStore.Crash);
  }

  private static void ingest(DeltaStore store) {
    IngestCommand verb = new IngestCommand();
    new CommandLine(verb)
        .parseArgs(
            "--prometheus=" + shop.server().url(),
            "--catalogue=" + catalogue,
            "--from=" + shop.from());
    PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
    verb.run(new JobContext(spark, store, Clock.systemUTC(), silent));
  }

  private static void loseLastCommit(Path commits) throws IOException {
    if (!Files.isDirectory(commits)) {
      return;
    }
    Optional<Path> last;
    try (Stream<Path> files = Files.list(commits)) {
      last =
          files
              .filter(file -> file.getFileName().toString().matches("\\d+"))
              .max(
                  java.util.Comparator.comparingLong(
                      file -> Long.parseLong(file.getFileName().toString())));
    }
    if (last.isPresent()) {
      Files.delete(last.get());
      Files.deleteIfExists(last.get().resolveSibling("." + last.get().getFileName() + ".crc"));
    }
  }
}

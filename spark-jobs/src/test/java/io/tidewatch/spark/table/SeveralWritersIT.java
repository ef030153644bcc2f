package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.SparkSessions;
import io.tidewatch.table.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/**
 * Processes that write one table of a local folder at the same time.
 *
 * <p>{@code -Dtidewatch.logStore=io.delta.storage.LocalLogStore} shows that Delta's own store loses
 * commits.
 */
class SeveralWritersIT {
  private static final int COMMITS = 500;
  private static final int ROWS = 10;
  private static final String LOG_STORE =
      System.getProperty("tidewatch.logStore", HardLinkLogStore.class.getName());

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
  void no_commit_of_two_processes_is_lost() throws Exception {
    try (DeltaStore store = DeltaStore.open(spark, folder.resolve("commits"))) {
      store.create(Tables.GAPS);
      Path table = store.path(Tables.GAPS);
      Path log = table.resolve("_delta_log");
      List<Process> writers = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        List<String> arguments = List.of(LOG_STORE, log.toString(), name, "" + COMMITS);
        writers.add(java(TestingCommitter.class, name, arguments));
      }
      finish(writers, () -> {});
      assertEquals(2 * COMMITS, transactions(table));
      assertEquals(2 * COMMITS, store.version(Tables.GAPS));
      assertEquals(0, unpublished(log));
    }
  }

  @Test
  void no_row_is_lost_when_another_process_appends_to_the_same_table() throws Exception {
    Path root = folder.resolve("appends");
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      String scratch = folder.resolve("scratch-other").toString();
      List<String> arguments = List.of(root.toString(), "other", "" + ROWS, scratch);
      Process other = java(TestingAppender.class, "other", arguments);
      store.create(TestingAppender.TABLE);
      finish(List.of(other), () -> TestingAppender.append(spark, store, "this", ROWS));
      assertEquals(2L * ROWS, store.read(TestingAppender.TABLE).distinct().count());
      assertEquals(2L * ROWS, store.read(TestingAppender.TABLE).count());
    }
  }

  private static void finish(List<Process> writers, Runnable meanwhile) throws Exception {
    try {
      for (Process writer : writers) {
        awaitReady(writer);
      }
      for (Process writer : writers) {
        writer.getOutputStream().close();
      }
      meanwhile.run();
      for (Process writer : writers) {
        assertEquals(0, writer.waitFor(), "a writer failed");
      }
    } finally {
      writers.forEach(Process::destroyForcibly);
    }
  }

  private static Process java(Class<?> main, String name, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx700m", "-XX:+UseSerialGC", "-Dspark.master=local[1]"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectError(folder.resolve(name + ".log").toFile())
        .start();
  }

  private static void awaitReady(Process writer) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals("ready")) {
        return;
      }
    }
    throw new IllegalStateException("a writer has ended before it began");
  }

  private static int transactions(Path table) {
    return DeltaLog.forTable(spark, table.toString())
        .update(false, Option.empty(), Option.empty())
        .transactions()
        .size();
  }

  private static long unpublished(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(HardLinkLogStore.UNPUBLISHED))
          .count();
    }
  }
}

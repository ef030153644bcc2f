package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.SparkSessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on one table of a local folder.
 *
 * <p>{@code -Dtidewatch.commits=500} makes it longer; {@code
 * -Dtidewatch.logStore=io.delta.storage.LocalLogStore} shows that Delta's own store loses commits.
 */
class SeveralWritersIT {
  private static final int COMMITS = Integer.getInteger("tidewatch.commits", 150);
  private static final String LOG_STORE =
      System.getProperty("tidewatch.logStore", HardLinkLogStore.class.getName());

  @TempDir static Path folder;

  @Test
  void no_commit_of_two_processes_is_lost() throws Exception {
    SparkSession spark = SparkSessions.open(folder.resolve("scratch"));
    Path root = folder.resolve("store");
    try (DeltaStore store = DeltaStore.open(spark, root)) {
      store.create(TestingCommitter.TABLE);
      List<Process> writers = new ArrayList<>();
      try {
        writers.add(start(root, "a"));
        writers.add(start(root, "b"));
        for (Process writer : writers) {
          awaitReady(writer);
        }
        for (Process writer : writers) {
          writer.getOutputStream().close();
        }
        for (Process writer : writers) {
          assertEquals(0, writer.waitFor(), "a writer failed");
        }
      } finally {
        writers.forEach(Process::destroyForcibly);
      }
      assertEquals(2L * COMMITS, store.read(TestingCommitter.TABLE).distinct().count());
      assertEquals(2L * COMMITS, store.version(TestingCommitter.TABLE));
      assertEquals(0, unpublished(store.path(TestingCommitter.TABLE).resolve("_delta_log")));
    } finally {
      spark.stop();
    }
  }

  private static Process start(Path root, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions());
    command.add("-D" + HardLinkLogStore.SETTING + "=" + LOG_STORE);
    command.add("-Dspark.master=local[1]");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TestingCommitter.class.getName());
    command.addAll(List.of(root.toString(), name, Integer.toString(COMMITS)));
    command.add(folder.resolve("scratch-" + name).toString());
    return new ProcessBuilder(command)
        .redirectError(folder.resolve(name + ".log").toFile())
        .start();
  }

  private static List<String> jvmOptions() {
    List<String> options = new ArrayList<>(List.of("-Xmx700m", "-XX:+UseSerialGC"));
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(options::add);
    return options;
  }

  private static void awaitReady(Process writer) throws IOException, InterruptedException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals("ready")) {
        return;
      }
    }
    writer.waitFor(10, TimeUnit.SECONDS);
    throw new IllegalStateException("a writer has ended before it began");
  }

  private static long unpublished(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(HardLinkLogStore.UNPUBLISHED))
          .count();
    }
  }
}

package io.tidewatch.spark.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.domain.UserException;
import io.tidewatch.spark.SparkMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts measurements in processes of their own: a fresh driver with a bounded heap for each size,
 * so that no size profits from the one before and each has its own peak of memory.
 *
 * @param heap the driver's bound, as -Xmx takes it
 * @param folder where stores, logs and results lie
 */
record Measurement(String heap, Path folder) {
  /** Runs one and returns its result. */
  Map<String, Object> of(String part, int size, List<String> words) {
    String name = part + "-" + size;
    Path out = folder.resolve(name + ".json");
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>(java());
    command.add("--store=" + folder.resolve(name));
    command.addAll(List.of("measure", "--part=" + part, "--size=" + size, "--out=" + out));
    command.addAll(words);
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(out);
      run(command, log);
      return JsonMapper.builder().build().readValue(out.toFile(), new TypeReference<>() {});
    } catch (IOException unreadable) {
      throw new UncheckedIOException("no result of " + name, unreadable);
    }
  }

  private void run(List<String> command, Path log) throws IOException {
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Thread hook = new Thread(child::destroy, "tidewatch-end-measurement");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      int code = child.waitFor();
      Runtime.getRuntime().removeShutdownHook(hook);
      if (code != 0) {
        throw new UserException(
            "a measurement has failed with exit code " + code,
            last(log),
            "read " + log + "; a driver that ran out of memory needs a larger --heap");
      }
    } catch (InterruptedException interrupted) {
      child.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", interrupted);
    }
  }

  private static String last(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith("tidewatch:") || line.contains("OutOfMemory"))
        .reduce((before, after) -> after)
        .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
  }

  // The launch jar's manifest opens what Spark reaches into; a class path needs to be told.
  private List<String> java() {
    String classes = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseParallelGC", "-Djava.awt.headless=true"));
    if (classes.endsWith(".jar") && !classes.contains(File.pathSeparator)) {
      command.addAll(List.of("-jar", classes));
      return command;
    }
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", classes, SparkMain.class.getName()));
    return command;
  }
}

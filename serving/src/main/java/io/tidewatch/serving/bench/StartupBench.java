package io.tidewatch.serving.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts serving twice as the product does, to tell how soon it is ready from its cache. */
record StartupBench(int workloads, Path scratch, Path modelPackage) {
  /** The options of the launcher's own serving process. */
  private static final List<String> JVM =
      List.of("-Xmx512m", "-Xmn112m", "-XX:MetaspaceSize=96m", "-XX:+UseSerialGC");

  BenchReport.Startup measure() throws IOException, InterruptedException {
    Path cache = scratch.resolve("startup");
    run(cache.toString(), modelPackage.toString());
    return BenchReport.Startup.parse(run(cache.toString()));
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StartupProbe.class.getName(), Integer.toString(workloads)));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("serving could not be started: see what it said above");
      }
      return last(said.lines());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String last(Stream<String> lines) {
    return lines.reduce((before, after) -> after).orElse("");
  }
}

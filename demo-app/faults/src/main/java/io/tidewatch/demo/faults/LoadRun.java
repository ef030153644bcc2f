package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The demo's load generator at work as a process of its own. */
final class LoadRun implements ActiveFault {
  private static final long SECONDS_TO_WRITE = 25;

  private final Process process;
  private final Path results;
  private final double peak;

  private LoadRun(Process process, Path results, double peak) {
    this.process = process;
    this.results = results;
    this.peak = peak;
  }

  static LoadRun start(FaultOrder order, double peak) {
    try {
      Path results = Files.createTempDirectory("spike");
      List<String> words =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-jar",
              jar().toString(),
              "--target",
              "spike=" + order.target(),
              "--profile",
              "spike",
              "--peak",
              Double.toString(peak),
              "--duration",
              order.duration().toSeconds() + "s",
              "--seed",
              Long.toString(order.seed()),
              "--out",
              results.toString());
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(results.resolve("said").toFile())
              .start();
      return new LoadRun(process, results, peak);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both programs are built into the target folder of their own module, side by side. */
  private static Path jar() {
    try {
      Path ours =
          Path.of(LoadRun.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = ours.resolve("../../../load/target/tidewatch-load.jar").normalize();
      if (!Files.isRegularFile(jar)) {
        throw new UserError(
            "the load generator is not built",
            "there is no " + jar,
            "build it: mvn -pl demo-app/load package");
      }
      return jar;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of("peak", peak, "profile", "spike");
  }

  @Override
  public Optional<String> outcome() {
    if (process.isAlive()) {
      return Optional.empty();
    }
    return Optional.of(
        process.exitValue() == 0 ? "load sent" : "load generator failed: " + lastLine());
  }

  /** It writes its results before it leaves. */
  @Override
  public void end() {
    process.destroy();
    await();
  }

  @Override
  public void timeOver() {
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(SECONDS_TO_WRITE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Map<String, Object> observed() {
    try {
      Path summary = results.resolve("summary.json");
      JsonNode target =
          Files.exists(summary)
              ? Json.parse(Files.readString(summary)).path("targets").path(0)
              : Json.object();
      deleteResults();
      return target.has("sent")
          ? Map.of("sent", target.path("sent").asLong(), "ok", target.path("ok").asLong())
          : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteResults() throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(results);
  }

  private String lastLine() {
    try {
      List<String> lines = Files.readAllLines(results.resolve("said"));
      return lines.isEmpty() ? "it does not say why" : String.join(" ", lines);
    } catch (IOException e) {
      return "it does not say why";
    }
  }
}

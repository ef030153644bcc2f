package io.tidewatch.local.benchlive;

import io.tidewatch.processes.ProcessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A running {@code kubectl get pods --watch} of the backend. */
final class PodWatch implements AutoCloseable {
  private static final String READY = "{.object.status.conditions[?(@.type==\"Ready\")].status}";
  private static final String LINE =
      "{.type} {.object.metadata.name} " + READY + " {.object.spec.nodeName}{\"\\n\"}";

  private final Process process;
  private final PodBook book = new PodBook();

  private PodWatch(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param kubectl program and first words
   */
  static PodWatch start(
      List<String> kubectl, Map<String, String> environment, String namespace, String labels) {
    List<String> line = new ArrayList<>(kubectl);
    line.addAll(List.of("-n", namespace, "get", "pods", "-l", labels));
    line.addAll(List.of("--watch", "--output-watch-events", "-o", "jsonpath=" + LINE));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      PodWatch watch = new PodWatch(builder.start());
      Thread reader = new Thread(watch::read, "pod-watch");
      reader.setDaemon(true);
      reader.start();
      return watch;
    } catch (IOException e) {
      throw new ProcessException(
          "kubectl could not be started", e.getMessage(), "see ./tidewatch cluster status");
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        book.line(line, System.nanoTime());
      }
    } catch (IOException ended) {
      // The process was ended while a line was read: whoever waits sees that it is not alive.
      return;
    }
  }

  PodBook book() {
    return book;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
  }
}

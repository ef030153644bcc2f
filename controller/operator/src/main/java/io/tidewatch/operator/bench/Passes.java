package io.tidewatch.operator.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the running controller says about itself, and the system about it. */
final class Passes {
  private final URI url;
  private final long pid;
  private final HttpClient http = HttpClient.newHttpClient();

  Passes(URI url, long pid) {
    this.url = url;
    this.pid = pid;
  }

  /** Passes so far and the seconds that they took together. */
  record Sum(long passes, double seconds) {}

  Sum now() throws IOException, InterruptedException {
    String text =
        http.send(HttpRequest.newBuilder(url.resolve("/metrics")).build(), BodyHandlers.ofString())
            .body();
    return new Sum(
        (long) value(text, "tidewatch_loop_seconds_count"),
        value(text, "tidewatch_loop_seconds_sum"));
  }

  /** Workloads with a floor of ours. */
  long floors() throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(url.resolve("/metrics")).build(), BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith("tidewatch_floor_replicas{"))
        .count();
  }

  /** The most memory that the process has had, in MiB. */
  long peakMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024)
        .findFirst()
        .orElse(0);
  }

  static double value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    String.format(Locale.ROOT, "the controller exports no %s", name)));
  }
}

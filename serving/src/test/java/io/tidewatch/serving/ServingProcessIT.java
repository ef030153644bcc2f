package io.tidewatch.serving;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.processes.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is launched. */
class ServingProcessIT {
  private static final int KILLED_BY_TERM = 128 + 15;

  @TempDir Path directory;

  @Test
  void the_process_answers_without_prometheus_and_mlflow_and_ends_on_sigterm() throws Exception {
    Process process = start(FreePorts.next());
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> output().contains("listens on"));
      String first = output().lines().findFirst().orElseThrow();
      assertTrue(first.matches("serving listens on http://127\\.0\\.0\\.1:\\d+"), first);
      URI url = URI.create(first.replace("serving listens on ", ""));
      assertEquals(200, status(url.resolve("/healthz")));
      assertEquals(503, status(url.resolve("/readyz")));
      process.destroy();
      assertTrue(process.waitFor(15, TimeUnit.SECONDS), "it did not end on SIGTERM");
      assertEquals(KILLED_BY_TERM, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(int closedPort) throws IOException {
    Path catalogue =
        Files.writeString(
            directory.resolve("catalogue.yaml"),
            """
            queries: [ { name: demand, promql: x } ]
            workloads: [ { workload: shop/web, demand: demand } ]
            """);
    String nowhere = "http://127.0.0.1:" + closedPort;
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            Path.of("target", "tidewatch-serving.jar").toAbsolutePath().toString(),
            "--catalogue=" + catalogue,
            "--prometheus=" + nowhere,
            "--mlflow=" + nowhere,
            "--cache=" + directory.resolve("cache"),
            "--port=0");
    return builder
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private static int status(URI url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}

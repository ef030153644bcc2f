package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launched process between a real Prometheus and a scripted serving. */
class ControllerIT {
  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void decides_on_real_measurements_and_survives_kill_9() throws Exception {
    assumeTrue(
        Stream.of("prometheus", "promtool").allMatch(ControllerIT::installed),
        "needs prometheus and promtool");
    Instant end = Timescale.realTime().alignDown(Instant.now());
    PrometheusServer prometheus =
        PrometheusServer.in(directory.resolve("prometheus"), FreePorts.next());
    try (Supervisor supervisor = Supervisor.open(directory.resolve("supervisor"));
        TestingServer serving = TestingServer.saying(body -> Said.json(forecasts()))) {
      prometheus.backfill(history(end), supervisor);
      prometheus.start(supervisor);
      int port = FreePorts.next();
      Process first = launch(prometheus.url(), serving.url(), port);
      JsonNode decision = await(port, 1);
      assertEquals(50, decision.at("/observed/demand").asDouble());
      assertEquals(4, decision.at("/observed/ready_replicas").asInt());
      assertTrue(decision.path("trusted").asBoolean(), decision.toString());
      assertTrue(decision.at("/replicas/wanted").asInt() >= 20, decision.toString());
      assertTrue(DecisionReplay.holds(DecisionReplay.read(decision)));
      long sequence = decision.path("sequence").asLong();
      first.destroyForcibly().waitFor();
      launch(prometheus.url(), serving.url(), port);
      JsonNode next = await(port, sequence + 1);
      assertEquals(decision.at("/replicas/wanted"), next.at("/replicas/before"));
    }
  }

  private JsonNode await(int port, long sequence) {
    URI decisions = URI.create("http://127.0.0.1:" + port + "/decisions?workload=shop/web&limit=1");
    return Awaitility.await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> Json.parse(get(decisions)).path("decisions").path(0),
            newest -> newest.path("sequence").asLong() >= sequence);
  }

  private Process launch(URI prometheus, URI serving, int port) throws IOException {
    Path catalogue =
        Files.writeString(directory.resolve("catalogue.yaml"), Samples.catalogueYaml());
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ControllerMain.class.getName(),
                "--catalogue=" + catalogue,
                "--prometheus=" + prometheus,
                "--serving=" + serving,
                "--state=" + directory.resolve("state"),
                "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("controller.log").toFile()))
            .start();
    started.add(process);
    return process;
  }

  /** Half an hour up to some minutes from now, so that the samples outlast a slow test. */
  private Path history(Instant end) throws IOException {
    StringBuilder text = new StringBuilder();
    family(text, end, "workload:http_requests:rate1m", "workload", 50);
    family(text, end, "kube_deployment_status_replicas_ready", "deployment", 4);
    return Files.writeString(directory.resolve("history.om"), text.append("# EOF\n"));
  }

  private static void family(
      StringBuilder text, Instant end, String name, String label, double value) {
    text.append("# TYPE ").append(name).append(" gauge\n");
    for (int minute = -30; minute <= 10; minute++) {
      long time = end.getEpochSecond() + 60L * minute;
      text.append("%s{namespace=\"shop\",%s=\"web\"} %s %d\n".formatted(name, label, value, time));
    }
  }

  private static String forecasts() {
    Instant featureTime = Timescale.realTime().alignDown(Instant.now());
    String web = Samples.servingJson(Samples.forecast(Samples.WEB, featureTime, 50, 200));
    return "{\"forecasts\":[" + web + "],\"errors\":[]}";
  }

  private static String get(URI url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
        .body();
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}

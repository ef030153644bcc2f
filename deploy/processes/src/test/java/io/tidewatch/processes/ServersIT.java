package io.tidewatch.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Prometheus and the real MLflow. */
class ServersIT {

  @TempDir Path directory;

  @Test
  void prometheus_answers_from_back_filled_history_and_reads_its_targets() throws Exception {
    List<Integer> ports = FreePorts.next(2);
    PrometheusServer server =
        PrometheusServer.in(directory.resolve("prometheus"), ports.get(0))
            .every(Duration.ofSeconds(1))
            .with(new ScrapeTarget("serving", ports.get(1)));
    long end = Instant.now().getEpochSecond() / 60 * 60 - 60;
    try (Supervisor supervisor = Supervisor.open(directory.resolve("state"))) {
      server.backfill(history(end - 2 * 86_400, end), supervisor);
      server.start(supervisor);
      assertEquals("2880", scalar(server, "count_over_time(load{workload=\"web\"}[2d])", end));
      awaitTargets(server, "2");
    }
  }

  @Test
  void a_broken_history_leaves_no_data_behind() throws Exception {
    PrometheusServer server =
        PrometheusServer.in(directory.resolve("prometheus"), FreePorts.next());
    Path broken = Files.writeString(directory.resolve("broken.om"), "load{ 1 2\n# EOF\n");
    try (Supervisor supervisor = Supervisor.open(directory.resolve("state"))) {
      ProcessException e =
          assertThrows(ProcessException.class, () -> server.backfill(broken, supervisor));
      assertTrue(e.problem().startsWith("promtool failed"), e.getMessage());
      assertTrue(Files.notExists(directory.resolve("prometheus/data")));
    }
  }

  @Test
  void a_taken_port_is_refused_before_the_other_server_answers_in_its_place() {
    int port = FreePorts.next();
    try (Supervisor supervisor = Supervisor.open(directory.resolve("state"))) {
      PrometheusServer.in(directory.resolve("a"), port).start(supervisor);
      PrometheusServer second = PrometheusServer.in(directory.resolve("b"), port);
      ProcessException e = assertThrows(ProcessException.class, () -> second.start(supervisor));
      assertTrue(e.problem().contains("cannot listen on port " + port), e.getMessage());
    }
  }

  @Test
  void mlflow_starts_on_loopback_only_and_ends_with_its_workers() throws Exception {
    MlflowServer server = new MlflowServer(directory.resolve("mlflow"), FreePorts.next());
    List<ProcessHandle> family;
    try (Supervisor supervisor = Supervisor.open(directory.resolve("state"))) {
      ManagedProcess process = server.start(PythonEnvironment.require(), supervisor);
      assertEquals(MlflowServer.VERSION, get(server.url().resolve("/version")));
      family = ProcessHandle.of(process.pid()).orElseThrow().descendants().toList();
      assertTrue(listenersBeyondLoopback(server.port()).isEmpty());
    }
    assertEquals(List.of(), family.stream().filter(ProcessHandle::isAlive).toList());
    assertTrue(FreePorts.isFree(server.port()));
  }

  private Path history(long from, long to) throws IOException {
    StringBuilder text = new StringBuilder("# TYPE load gauge\n");
    LongStream.iterate(from + 60, t -> t <= to, t -> t + 60)
        .forEach(t -> text.append("load{workload=\"web\"} 5 ").append(t).append('\n'));
    return Files.writeString(directory.resolve("history.om"), text.append("# EOF\n"));
  }

  private static void awaitTargets(PrometheusServer server, String expected) throws Exception {
    String seen = "";
    for (int i = 0; i < 100 && !seen.equals(expected); i++) {
      Thread.sleep(100);
      seen = scalar(server, "count(up)", Instant.now().getEpochSecond());
    }
    assertEquals(expected, seen);
  }

  private static String scalar(PrometheusServer server, String query, long time) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    String answer = get(server.url().resolve("/api/v1/query?time=" + time + "&query=" + encoded));
    return answer.replaceAll("(?s).*\"value\":\\[[^,]*,\"([^\"]*)\"\\].*", "$1");
  }

  private static String get(URI url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
        .body();
  }

  /**
   * Lines of the kernel's table of listening sockets with this port and another address than
   * 127.0.0.1.
   */
  private static List<String> listenersBeyondLoopback(int port) throws IOException {
    Path table = Path.of("/proc/net/tcp");
    assumeTrue(Files.exists(table), "needs Linux");
    String suffix = String.format(":%04X", port);
    List<String> listening =
        Files.readAllLines(table).stream()
            .map(line -> line.trim().split("\\s+"))
            .filter(fields -> fields[3].equals("0A") && fields[1].endsWith(suffix))
            .map(fields -> fields[1])
            .toList();
    assertTrue(listening.size() > 0, "the server is in the table");
    return listening.stream().filter(address -> !address.startsWith("0100007F")).toList();
  }
}

package io.tidewatch.serving.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.serving.Examples;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusDemandSourceIT {
  private static final List<String> PODS =
      List.of(
          "cpu{namespace=\"shop\",workload=\"web\",pod=\"web-1\"} 1 ",
          "cpu{namespace=\"shop\",workload=\"web\",pod=\"web-2\"} 2 ",
          "cpu{namespace=\"shop\",workload=\"db\",pod=\"db-1\"} 3 ",
          "cpu{namespace=\"test\",workload=\"web\",pod=\"web-1\"} 4 ");

  @TempDir Path directory;

  @Test
  void what_prometheus_holds_is_read_step_for_step_and_a_missing_step_stays_unknown()
      throws IOException {
    assumeTrue(onPath("prometheus") && onPath("promtool"), "no Prometheus on this machine");
    long head = Instant.now().getEpochSecond() / 60 - 10;
    PrometheusServer server = PrometheusServer.in(directory.resolve("p"), FreePorts.next());
    try (Supervisor supervisor = supervisor()) {
      server.backfill(history(head), supervisor);
      server.start(supervisor);
      DemandSource.Reading reading = source(server.url()).read(query(), head - 99, head);
      Series web = reading.series().get(Examples.WEB);
      assertEquals(100, web.length());
      assertEquals(head - 99, web.firstStep());
      assertEquals(head % 7, web.value(99));
      assertTrue(!web.known(50), "that step has no sample");
      assertEquals(1, web.gaps());
      assertEquals(Optional.empty(), reading.gap());
      assertPods(server.url(), head);
      QuerySpec wrong = query("sum by (namespace workload) (");
      assertTrue(source(server.url()).read(wrong, head, head).gap().isPresent());
    }
  }

  @Test
  void an_unreachable_server_is_the_users_error_with_its_address() {
    URI nowhere = URI.create("http://127.0.0.1:" + FreePorts.next());
    UserException error =
        assertThrows(UserException.class, () -> source(nowhere).read(query(), 1, 2));
    assertTrue(error.getMessage().contains(nowhere.toString()), error.getMessage());
  }

  /** Of two workloads in two namespaces only the pods of the one, with all their labels. */
  private static void assertPods(URI server, long head) {
    QuerySpec cpu =
        new QuerySpec(
            "cpu_usage",
            "sum by (namespace, workload, pod) (last_over_time(cpu[59s])) # a comment",
            "1",
            QuerySpec.Level.POD,
            QuerySpec.Absent.UNKNOWN,
            QuerySpec.LabelNames.DEFAULT,
            Optional.empty());
    PodSource source = new PrometheusPodSource(client(server), Duration.ofMinutes(1));
    PodSource.Reading web = source.read(cpu, Examples.WEB, head - 9, head);
    assertEquals(Optional.empty(), web.gap());
    assertEquals(Set.of("web-1", "web-2"), web.pods().keySet());
    assertEquals(2, web.pods().get("web-2").value(9));
    assertEquals(Map.of(), source.read(cpu, Examples.API, head - 9, head).pods());
  }

  private Path history(long head) throws IOException {
    StringBuilder text = new StringBuilder("# TYPE demand gauge\n");
    for (long step = head - 120; step <= head; step++) {
      if (step != head - 49) {
        text.append("demand{namespace=\"shop\",workload=\"web\"} ")
            .append(step % 7)
            .append(' ')
            .append(step * 60)
            .append('\n');
      }
    }
    text.append("# TYPE cpu gauge\n");
    for (String series : PODS) {
      for (long step = head - 20; step <= head; step++) {
        text.append(series).append(step * 60).append('\n');
      }
    }
    return Files.writeString(directory.resolve("history.om"), text.append("# EOF\n"));
  }

  private static DemandSource source(URI url) {
    return new PrometheusDemandSource(client(url), Duration.ofMinutes(1));
  }

  private static PrometheusClient client(URI url) {
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    return new PrometheusClient(PrometheusEndpoint.of(url), once);
  }

  private static QuerySpec query() {
    // Prometheus 2 takes both ends of a range: 60s would reach back to the step before.
    return query("last_over_time(demand[59s])");
  }

  private static QuerySpec query(String promql) {
    return new QuerySpec(
        "demand",
        promql,
        "1",
        QuerySpec.Level.WORKLOAD,
        QuerySpec.Absent.UNKNOWN,
        QuerySpec.LabelNames.DEFAULT,
        Optional.empty());
  }

  private static boolean onPath(String program) {
    return java.util.Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private Supervisor supervisor() {
    return Supervisor.open(directory.resolve("state"));
  }
}

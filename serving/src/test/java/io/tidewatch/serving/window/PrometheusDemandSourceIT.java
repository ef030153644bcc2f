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
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusDemandSourceIT {
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
    return Files.writeString(directory.resolve("history.om"), text.append("# EOF\n"));
  }

  private static DemandSource source(URI url) {
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    PrometheusClient client = new PrometheusClient(PrometheusEndpoint.of(url), once);
    return new PrometheusDemandSource(client, Duration.ofMinutes(1));
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

package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.UserException;
import io.tidewatch.operator.crd.KubernetesAccess;
import io.tidewatch.operator.incident.IncidentConfig;
import io.tidewatch.source.ApiAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails half-way leaves nothing behind that stands for election or acts. */
class ClusterSideTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:1");
  private static final Set<String> OURS =
      Set.of("leader-lease", "hands", "healer", "predictive-scalers", "capacities");

  @TempDir Path directory;

  @Test
  void incidents_that_cannot_be_kept_stop_the_start_and_all_that_ran() throws IOException {
    Files.createDirectories(directory.resolve("state"));
    Files.writeString(directory.resolve("state/incidents"), "a file, not a directory");
    assertStopped();
  }

  @Test
  void restarts_that_cannot_be_read_stop_the_start_and_all_that_ran() throws IOException {
    Files.createDirectories(directory.resolve("state"));
    Files.writeString(directory.resolve("state/restarts.json"), "nonsense");
    assertStopped();
  }

  private void assertStopped() throws IOException {
    ControllerOptions options = options();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    assertThrows(UserException.class, () -> Controller.start(options, Clock.systemUTC(), nowhere));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> OURS.contains(thread.getName())));
  }

  private ControllerOptions options() throws IOException {
    Path kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            contexts: [{name: c, context: {cluster: c, user: c}}]
            users: [{name: c, user: {token: none}}]
            current-context: c
            """);
    KubernetesAccess access = new KubernetesAccess(Optional.of(kubeconfig), List.of("shop"));
    return new ControllerOptions(
        Optional.empty(),
        Optional.of(
            new ControllerOptions.Cluster(
                access, Optional.of("shop"), Mode.ACT, IncidentConfig.nobody())),
        NOBODY,
        ApiAccess.open(),
        NOBODY,
        directory.resolve("state"),
        "127.0.0.1",
        0);
  }
}

package io.tidewatch.operator;

import static io.tidewatch.operator.ScalerStage.scaler;
import static io.tidewatch.operator.ScalerStage.series;
import static io.tidewatch.operator.ScalerStage.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.TestingServer.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two controllers as processes: the leader sleeps past its lease while its floor stands. */
@Lab(LabSize.API)
class LeaderIT {
  private static final Path CRDS = Path.of("..", "..", "deploy", "crds");
  private static final int LEADERSHIP_LOST = 75;

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void a_leader_that_wakes_up_replaced_writes_nothing_and_ends(LabNamespace namespace)
      throws Exception {
    ScalerStage stage = new ScalerStage(namespace);
    stage.install(CRDS.resolve("predictivescalers.tidewatch.io.yaml"));
    stage.deploy("web");
    namespace.kubectl("autoscale", "deployment", "web", "--min=2", "--max=20", "--cpu-percent=60");
    namespace.apply(
        scaler(
            "web",
            "spec: {scaleTargetRef: {name: web}, mode: act, maxReplicas: 20,"
                + " capacity: {perPod: 10}, hpa: {trustedTarget: 85, floorSeconds: 3600}}\n"));
    Path kubeconfig = stage.account("actor", directory);
    try (TestingServer prometheus = TestingServer.saying(query -> measured(namespace, query));
        TestingServer serving = TestingServer.saying(asked -> forecast(namespace))) {
      Process one = controller("one", namespace, kubeconfig, prometheus, serving);
      Process two = controller("two", namespace, kubeconfig, prometheus, serving);
      stage.awaitOf("hpa", "web", hpa -> min(hpa) > 2);
      String leader = holder(stage.object("lease", "tidewatch"));
      Process first = leader.startsWith("one_") ? one : two;
      Process second = first == one ? two : one;
      signal(first, "STOP");
      stage.awaitOf("lease", "tidewatch", lease -> !holder(lease).equals(leader));
      // What the first one has left is gone on with, and given back, by the second.
      namespace.kubectl("annotate", "psc", "web", "tidewatch.io/paused=true");
      JsonNode given =
          stage.awaitOf(
              "hpa", "web", hpa -> !hpa.path("metadata").toString().contains("tidewatch"));
      assertEquals(2, min(given));
      signal(first, "CONT");
      assertTrue(first.waitFor(30, TimeUnit.SECONDS), "the old leader goes on");
      assertEquals(LEADERSHIP_LOST, first.exitValue());
      assertEquals(version(given), version(stage.object("hpa", "web")), "it has written nothing");
      assertTrue(second.isAlive(), "the new leader goes on");
    }
  }

  private static void signal(Process process, String name) throws Exception {
    int said = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    assertEquals(0, said);
  }

  private static String holder(JsonNode lease) {
    return lease.at("/spec/holderIdentity").asText();
  }

  private static int min(JsonNode hpa) {
    return hpa.at("/spec/minReplicas").asInt();
  }

  private static String version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asText();
  }

  private static Said measured(LabNamespace namespace, String query) {
    boolean ready = query.contains("ready");
    String label = ready ? "deployment" : "workload";
    return vector(series(namespace.name(), label, "web", ready ? "9" : "50"));
  }

  private static Said forecast(LabNamespace namespace) {
    Instant newest = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    WorkloadId web = WorkloadId.parse(namespace.name() + "/web");
    String forecast = Samples.servingJson(Samples.forecast(web, newest, 150));
    return Said.json("{\"forecasts\":[" + forecast + "],\"errors\":[]}");
  }

  private Process controller(
      String name,
      LabNamespace namespace,
      Path kubeconfig,
      TestingServer prometheus,
      TestingServer serving)
      throws IOException {
    Path base =
        Files.writeString(
            directory.resolve("base.yaml"),
            """
            timescale: {step: 1s}
            settle: 1s
            queries:
            - {name: request_rate, promql: rate}
            - {name: ready_replicas, promql: ready, labels: {workload: deployment}}
            """);
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ControllerMain.class.getName(),
                "--kubernetes",
                "--kubeconfig=" + kubeconfig,
                "--namespaces=" + namespace.name(),
                "--lease-namespace=" + namespace.name(),
                "--mode=act",
                "--catalogue=" + base,
                "--prometheus=" + prometheus.url(),
                "--serving=" + serving.url(),
                "--state=" + directory.resolve(name),
                "--port=0")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile());
    builder.environment().put("HOSTNAME", name);
    Process process = builder.start();
    started.add(process);
    return process;
  }
}

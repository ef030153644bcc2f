package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real pod of the demo's backend on real nodes: the kernel ends it, its requests fail. */
@Lab(LabSize.NODES)
class FaultsIT {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: { name: victim }
      spec:
        terminationGracePeriodSeconds: 1
        securityContext: { runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001 }
        containers:
          - name: backend
            image: %s
            imagePullPolicy: Never
            env:
              - { name: DEMO_FAULTS, value: enabled }
              - { name: DEMO_STATE_DIR, value: /state }
              - { name: DEMO_HOLD_MS, value: "10" }
            ports: [ { containerPort: 8080 }, { containerPort: 8081 } ]
            readinessProbe: { httpGet: { path: /livez, port: 8081 }, periodSeconds: 1 }
            resources: { requests: { cpu: 20m, memory: 72Mi }, limits: { memory: 160Mi } }
            volumeMounts: [ { name: state, mountPath: /state } ]
        volumes: [ { name: state, emptyDir: {} } ]
      """;
  private static final int REQUESTS = 10;

  @TempDir Path folder;

  @Test
  void errorsFailTheirShareOfRequestsAndALeakEndsInARealOomKill(LabNamespace namespace)
      throws Exception {
    namespace.apply(POD.formatted(loadImage(namespace)));
    namespace.kubectl("wait", "--for=condition=Ready", "pod/victim", "--timeout=110s");

    assertEquals(0, run(namespace, "errors", "--pod", "victim", "--intensity", "1", "--detach"));
    assertEquals(REQUESTS, failedRequests(namespace, REQUESTS));
    assertEquals(0, run(namespace, "clear"));
    // one is enough: without a Redis each takes a while to fail otherwise
    assertEquals(0, failedRequests(namespace, 1));

    int leak = run(namespace, "leak", "--pod", "victim", "--intensity", "40", "--for", "2m");
    assertEquals(0, leak);
    JsonNode truth = new TruthFile(folder.resolve("truth.jsonl")).newest().get(1);
    assertEquals("leak", truth.path("fault").asText());
    assertEquals("OOMKilled", truth.path("outcome").asText());
    assertTrue(truth.at("/observed/restarts").asInt() >= 1);
  }

  /** Its name; built first where it never was, which takes minutes once. */
  private String loadImage(LabNamespace namespace) throws IOException, InterruptedException {
    Path out = folder.resolve("images");
    Path err = folder.resolve("images-err");
    String script = namespace.checkout().resolve("deploy/docker/images").toString();
    ProcessBuilder builder =
        new ProcessBuilder(script, "load", "backend")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(namespace.environment());
    int code = builder.start().waitFor();
    assumeTrue(code != 2, () -> "the image cannot be built here: " + text(err));
    assertEquals(0, code, () -> text(err));
    return text(out).strip().split(" ")[1];
  }

  /** Requests that the pod answered 500, asked through the API server as the tool does. */
  private static int failedRequests(LabNamespace namespace, int requests) {
    String path = "/api/v1/namespaces/" + namespace.name() + "/pods/victim:8080/proxy/api/data";
    int failed = 0;
    for (int request = 0; request < requests; request++) {
      String said = namespace.tryKubectl("get", "--raw", path).err();
      failed += said.contains("InternalError") ? 1 : 0;
    }
    return failed;
  }

  private int run(LabNamespace namespace, String... arguments) {
    String[] words = new String[arguments.length + 6];
    System.arraycopy(arguments, 0, words, 0, arguments.length);
    String[] where = {
      "--namespace", namespace.name(),
      "--kubeconfig", namespace.kubeconfig().toString(),
      "--truth", folder.resolve("truth.jsonl").toString()
    };
    System.arraycopy(where, 0, words, arguments.length, where.length);
    return FaultMain.run(
        words,
        new Surroundings(
            Map.of("TIDEWATCH_HOME", namespace.environment().get("TIDEWATCH_HOME")),
            namespace.checkout(),
            Clock.systemUTC(),
            duration -> Thread.sleep(duration.toMillis())),
        new PrintWriter(System.out, true),
        new PrintWriter(System.err, true));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

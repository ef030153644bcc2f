package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.lab.CommandOutput;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo app's manifests as a real API server judges them, the Ingress of kind among them. */
@Lab(LabSize.API)
class ManifestsIT {
  @TempDir Path folder;

  @Test
  void a_real_server_accepts_every_overlay_without_a_warning(LabNamespace lab) throws Exception {
    assertTrue(accepted(lab, "--overlay", "kind").contains("ingress.networking.k8s.io/"));
    String fast = accepted(lab, "--overlay", "lab", "--speed", "5");
    assertEquals(
        "deployment.apps/backend deployment.apps/frontend deployment.apps/redis-primary"
            + " deployment.apps/redis-replica",
        fast.lines()
            .map(line -> line.split(" ")[0])
            .filter(name -> name.startsWith("deployment"))
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  @Test
  void the_service_monitors_name_the_metrics_port(LabNamespace lab) {
    String monitors =
        lab.kubectl("kustomize", lab.checkout().resolve("demo-app/k8s/monitoring").toString());
    assertTrue(monitors.contains("kind: ServiceMonitor"), monitors);
    assertTrue(monitors.contains("port: metrics"), monitors);
  }

  private String accepted(LabNamespace lab, String... options) throws Exception {
    CommandOutput answer =
        lab.kubectlWith(
            rendered(lab, options), "apply", "--server-side", "--dry-run=server", "-f", "-");
    assertTrue(answer.ok(), answer.err());
    assertFalse(answer.err().contains("Warning"), answer.err());
    return answer.out();
  }

  private String rendered(LabNamespace lab, String... options) throws Exception {
    Path out = folder.resolve("rendered.yaml");
    ProcessBuilder builder =
        new ProcessBuilder(lab.checkout().resolve("demo-app/k8s/apply").toString(), "--render");
    builder.command().addAll(Arrays.asList("--namespace", lab.name()));
    builder.command().addAll(Arrays.asList(options));
    builder.environment().putAll(lab.environment());
    builder.redirectOutput(out.toFile()).redirectError(folder.resolve("err").toFile());
    int code = builder.start().waitFor();
    assertEquals(0, code, () -> read(folder.resolve("err")));
    return read(out);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}

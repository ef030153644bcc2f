package io.tidewatch.operator.actuate;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.TestingClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real API server, with the real kubectl as the user. */
@Lab(LabSize.API)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HpaFloorIT extends HpaContract {
  private LabNamespace namespace;
  private KubernetesClient client;
  private KubernetesApi api;

  @BeforeAll
  void connect(LabNamespace namespace) {
    this.namespace = namespace;
    client = TestingClient.of(namespace.kubeconfig());
    api = new KubernetesApi(client, Duration.ofSeconds(5));
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  @Override
  FloorStage stage(String name) {
    return new FloorStage(
        new HpaName(namespace.name(), name), Hpas.of(api), new Kubectl(namespace, name));
  }

  /** A human at the keyboard. */
  private record Kubectl(LabNamespace namespace, String name) implements FloorStage.TestingUser {
    private static final String MANIFEST =
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: %d
          maxReplicas: %d
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: %d}}
        """;

    @Override
    public boolean applies(int min, int max, int target) {
      return kubectl(MANIFEST.formatted(name, min, max, target), "apply", "-f", "-");
    }

    @Override
    public boolean appliesServerSide(int min, int max, int target) {
      return kubectl(
          MANIFEST.formatted(name, min, max, target), "apply", "--server-side", "-f", "-");
    }

    private boolean kubectl(String input, String... words) {
      return namespace.kubectlWith(input, words).ok();
    }
  }
}

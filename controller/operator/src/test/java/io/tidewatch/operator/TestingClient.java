package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;

/** The client that the product itself would use. */
public final class TestingClient {
  private TestingClient() {}

  /** Connects to the cluster of a kubeconfig. */
  public static KubernetesClient of(Path kubeconfig) {
    return ClusterAccess.connect(Optional.of(kubeconfig));
  }
}

package io.tidewatch.operator;

import io.fabric8.kubernetes.client.Config;
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

  /** Talks to a server of the test's own. */
  public static KubernetesClient at(String url) {
    Config config = Config.empty();
    config.setMasterUrl(url);
    return ClusterAccess.connect(config);
  }
}

package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.crd.KubernetesAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The client that the product itself would use. */
public final class TestingClient {
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: test
      contexts: [{name: test, context: {cluster: test, user: test}}]
      clusters: [{name: test, cluster: {server: "%s"}}]
      users: [{name: test, user: {token: none}}]
      """;

  private TestingClient() {}

  /** Connects to the cluster of a kubeconfig. */
  public static KubernetesClient of(Path kubeconfig) {
    return new KubernetesAccess(Optional.of(kubeconfig), List.of()).client();
  }

  /** Talks to a server of the test's own. */
  public static KubernetesClient at(String url, Path folder) throws IOException {
    return of(Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG.formatted(url)));
  }
}

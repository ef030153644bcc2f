package io.tidewatch.operator.hpa;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells the API server that the metrics APIs are served by a port of this process.
 *
 * <p>With aggregator routing the server goes straight to the endpoints of the Service, and
 * validation refuses loopback addresses there. It takes {@code 127.0.0.1} as a domain name, though:
 * it is one, by its letters. So nothing needs to listen beyond loopback.
 */
final class ScriptedApi implements AutoCloseable {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: scripted-metrics, namespace: %1$s}
      spec: {ports: [{name: https, port: 443}]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: scripted-metrics
        namespace: %1$s
        labels: {kubernetes.io/service-name: scripted-metrics}
      addressType: FQDN
      ports: [{name: https, port: %2$d, protocol: TCP}]
      endpoints: [{addresses: ["127.0.0.1"], conditions: {ready: true}}]
      """;
  private static final String GROUP =
      """
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: %2$s.%3$s}
      spec:
        group: %3$s
        version: %2$s
        groupPriorityMinimum: 100
        versionPriority: 100
        insecureSkipTLSVerify: true
        service: {name: scripted-metrics, namespace: %1$s}
      """;

  private final KubernetesClient client;
  private final List<HasMetadata> made = new ArrayList<>();

  private ScriptedApi(KubernetesClient client) {
    this.client = client;
  }

  static ScriptedApi register(KubernetesClient client, String namespace, int port) {
    ScriptedApi api = new ScriptedApi(client);
    try {
      api.register(namespace, port);
    } catch (RuntimeException e) {
      // a group that nobody serves would keep every namespace from being deleted
      api.close();
      throw e;
    }
    return api;
  }

  private void register(String namespace, int port) {
    apply(SERVICE.formatted(namespace, port));
    apply(GROUP.formatted(namespace, "v1beta1", "metrics.k8s.io"));
    apply(GROUP.formatted(namespace, "v1beta2", "custom.metrics.k8s.io"));
    await("v1beta1.metrics.k8s.io");
    await("v1beta2.custom.metrics.k8s.io");
  }

  private void apply(String yaml) {
    var in = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    for (HasMetadata object : client.load(in).items()) {
      made.add(client.resource(object).createOr(existing -> existing.update()));
    }
  }

  private void await(String name) {
    client
        .apiServices()
        .withName(name)
        .waitUntilCondition(
            service ->
                service != null
                    && service.getStatus() != null
                    && service.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("Available")
                                    && condition.getStatus().equals("True")),
            60,
            TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    for (int i = made.size() - 1; i >= 0; i--) {
      client.resource(made.get(i)).delete();
    }
  }
}

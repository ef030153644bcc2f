package io.tidewatch.operator.hpa;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidewatch.policy.HpaPod;
import io.tidewatch.policy.HpaSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The HPA of one scenario, its target and its pods in the cluster. */
final class TestingTarget {
  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final TestingPods pods;

  TestingTarget(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.pods = new TestingPods(client, namespace, name);
  }

  void createTarget(int replicas) {
    client.resource(HpaObjects.target(name, replicas)).inNamespace(namespace).create();
  }

  void createAutoscaler(HpaSpec spec) {
    client.resource(HpaObjects.autoscaler(name, spec)).inNamespace(namespace).create();
  }

  void become(HpaSpec spec) {
    autoscaler()
        .edit(
            hpa -> {
              hpa.setSpec(HpaObjects.spec(name, spec));
              return hpa;
            });
  }

  void become(List<HpaPod> wanted) {
    pods.become(wanted);
  }

  void scale(int count) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":%d}}".formatted(count));
  }

  int replicas() {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .get()
        .getSpec()
        .getReplicas();
  }

  /** {@code desiredReplicas} of the HPA's status, and the reasons of its conditions. */
  Status status() {
    HorizontalPodAutoscaler hpa = autoscaler().get();
    Map<String, String> reasons = new TreeMap<>();
    if (hpa.getStatus() == null) {
      return new Status(0, reasons);
    }
    hpa.getStatus()
        .getConditions()
        .forEach(condition -> reasons.put(condition.getType(), condition.getReason()));
    Integer desired = hpa.getStatus().getDesiredReplicas();
    return new Status(desired == null ? 0 : desired, reasons);
  }

  /** What the controller says of its last sync. */
  record Status(int desired, Map<String, String> conditions) {}

  private Resource<HorizontalPodAutoscaler> autoscaler() {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace)
        .withName(name);
  }

  /** The HPA goes first, so that it sees nothing of the rest. */
  void delete() {
    autoscaler().delete();
    pods.become(List.of());
    client.apps().deployments().inNamespace(namespace).withName(name).delete();
  }
}

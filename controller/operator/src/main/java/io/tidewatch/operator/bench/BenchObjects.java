package io.tidewatch.operator.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Deployments, HPAs and PredictiveScalers without pods, in a namespace that only the bench has. */
final class BenchObjects implements AutoCloseable {
  static final String NAMESPACE = "tidewatch-bench";
  private static final int THREADS = 8;
  private static final int TOLD_EVERY = 500;
  private static final String ALL =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        replicas: 6
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 500m, memory: 256Mi}}}]}
      ---
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
        minReplicas: 2
        maxReplicas: 20
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
      ---
      apiVersion: tidewatch.io/v1alpha1
      kind: PredictiveScaler
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        scaleTargetRef: {name: %1$s}
        mode: act
        maxReplicas: 20
        capacity: {perPod: 10}
        hpa: {trustedTarget: 85}
      """;

  private final KubernetesClient client;
  private int count;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  BenchObjects(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Creates all.
   *
   * @param told hears how many workloads are there
   * @throws UserException when there is no PredictiveScaler in the cluster, or it refuses
   */
  void create(int workloads, IntConsumer told) throws InterruptedException {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    count = workloads;
    each(object -> client.resource(object).createOr(existing -> existing.update()), told);
  }

  private void each(Consumer<HasMetadata> action, IntConsumer told) throws InterruptedException {
    List<Future<?>> under = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = BenchServers.name(i);
      under.add(threads.submit(() -> objects(name).forEach(action)));
    }
    for (int i = 0; i < under.size(); i++) {
      await(under.get(i));
      if ((i + 1) % TOLD_EVERY == 0) {
        told.accept(i + 1);
      }
    }
  }

  private List<HasMetadata> objects(String name) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : ALL.formatted(name, NAMESPACE).split("---\n")) {
      objects.add(
          client.getKubernetesSerialization().unmarshal(document, GenericKubernetesResource.class));
    }
    return objects;
  }

  private static void await(Future<?> one) throws InterruptedException {
    try {
      one.get();
    } catch (ExecutionException failed) {
      throw new UserException(
          "the objects of the bench cannot be made, or unmade",
          String.valueOf(failed.getCause().getMessage()),
          "see that the lab is up (./tidewatch cluster up --size api)",
          failed);
    }
  }

  /**
   * Deletes all but the namespace, which a cluster without controllers never lets go. One by one:
   * thousands in one call take longer than a call may.
   */
  @Override
  public void close() throws InterruptedException {
    try {
      each(object -> client.resource(object).delete(), done -> {});
    } finally {
      threads.shutdownNow();
    }
  }
}

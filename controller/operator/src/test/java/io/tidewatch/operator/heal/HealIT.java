package io.tidewatch.operator.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.TestingClient;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.crd.TestingScalers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restarts by real evictions: a real Deployment makes the new pods, a real budget refuses, a real
 * HPA makes the second pod. No pod runs: the test says which are ready, and when time goes by.
 */
@Lab(LabSize.CONTROL_PLANE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealIT {
  private LabNamespace namespace;
  private KubernetesClient client;
  private volatile boolean leads = true;

  @BeforeAll
  void connect(LabNamespace ofTheClass) {
    namespace = ofTheClass;
    client = TestingClient.of(namespace.kubeconfig());
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  private void deploy(String name, int replicas) {
    namespace.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: %2$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              schedulerName: nobody
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 0
              containers: [{name: main, image: none, resources: {requests: {cpu: 10m}}}]
        """
            .formatted(name, replicas));
    await(() -> pods(name).size() == replicas);
    allReady(name);
    await(
        () ->
            namespace
                .kubectl("get", "deployment", name, "-o", "jsonpath={.status.readyReplicas}")
                .equals(Integer.toString(replicas)));
  }

  private List<Pod> pods(String app) {
    return client.pods().inNamespace(namespace.name()).withLabel("app", app).list().getItems();
  }

  private void allReady(String app) {
    pods(app).forEach(pod -> ready(pod.getMetadata().getName()));
  }

  private void ready(String pod) {
    namespace.kubectl(
        "patch",
        "pod",
        pod,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
  }

  private static void await(BooleanSupplier holds) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(holds::getAsBoolean);
  }

  /** A healer of pods that were made hours ago, one of which begins to leak. */
  private HealStage stage(String name, String rules, Path state) {
    Fence fence = () -> leads;
    Clock clock = Clock.systemUTC();
    Actuators actuators =
        Actuators.of(client, List.of(namespace.name()), fence, clock, Duration.ZERO);
    ApiCluster cluster = ApiCluster.of(client, fence, actuators, Timescale.realTime());
    HealStage stage = new HealStage(cluster, state, Instant.now().plus(Duration.ofHours(2)));
    WorkloadId workload = new WorkloadId(namespace.name(), WorkloadId.DEPLOYMENT, name);
    pods(name).forEach(pod -> stage.pods.put(pod.getMetadata().getName(), workload));
    stage.plans =
        TestingScalers.plans(
                TestingScalers.of(
                    namespace.name(),
                    name,
                    "scaleTargetRef: {name: %s}\nmode: act\nrestart: {enabled: true}\n%s"
                        .formatted(name, rules)))
            .plans();
    stage.steps(5);
    stage.leaks.put(stage.pods.keySet().iterator().next(), stage.step());
    return stage;
  }

  private static void until(HealStage stage, HealNews.Kind kind) {
    for (int step = 0; step < 40 && !stage.kinds().contains(kind); step++) {
      stage.steps(1);
    }
    assertTrue(stage.kinds().contains(kind), () -> stage.news.toString());
  }

  private boolean there(String pod) {
    return client.pods().inNamespace(namespace.name()).withName(pod).get() != null;
  }

  @Test
  void a_budget_is_waited_for_and_then_the_pod_is_replaced(@TempDir Path state) {
    deploy("web", 2);
    namespace.apply(
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web},"
            + " spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}}");
    await(
        () ->
            namespace
                .kubectl(
                    "get",
                    "pdb",
                    "web",
                    "-o",
                    "jsonpath={.status.currentHealthy} {.status.desiredHealthy}"
                        + " {.status.disruptionsAllowed}")
                .equals("2 2 0"));
    HealStage stage = stage("web", "minReplicas: 2\nmaxReplicas: 4", state);
    String sick = stage.leaks.keySet().iterator().next();
    until(stage, HealNews.Kind.BEGUN);
    stage.steps(2);
    assertTrue(!stage.kinds().contains(HealNews.Kind.EVICTED), () -> stage.news.toString());
    assertTrue(there(sick), () -> sick + " is gone: " + namespace.kubectl("get", "all,pdb"));

    namespace.kubectl(
        "patch", "pdb", "web", "--type=merge", "-p", "{\"spec\":{\"minAvailable\":1}}");
    await(
        () ->
            namespace
                .kubectl("get", "pdb", "web", "-o", "jsonpath={.status.disruptionsAllowed}")
                .equals("1"));
    until(stage, HealNews.Kind.EVICTED);
    await(() -> !there(sick) && pods("web").size() == 2);
    stage.look();
    assertTrue(!stage.kinds().contains(HealNews.Kind.REPLACED), "the new one is not ready");
    allReady("web");
    await(
        () -> {
          stage.look();
          return stage.kinds().contains(HealNews.Kind.REPLACED);
        });
    assertEquals(List.of("MemoryLeak"), stage.over.stream().map(o -> o.split(" ")[0]).toList());
    assertEquals(
        "Evicted MemoryLeak Replaced",
        String.join(
            " ",
            namespace
                .kubectl(
                    "get",
                    "events",
                    "--field-selector=involvedObject.kind=PredictiveScaler,involvedObject.name=web",
                    "-o",
                    "jsonpath={range .items[*]}{.reason}{\"\\n\"}{end}")
                .lines()
                .sorted()
                .toList()));
  }

  @Test
  void a_single_pod_gets_a_second_one_by_the_hpa_and_the_hpa_is_given_back(@TempDir Path state) {
    deploy("single", 1);
    namespace.kubectl(
        "autoscale", "deployment", "single", "--min=1", "--max=3", "--cpu-percent=60");
    HealStage stage = stage("single", "minReplicas: 1\nmaxReplicas: 3", state);
    String sick = stage.leaks.keySet().iterator().next();
    until(stage, HealNews.Kind.BEGUN);
    stage.steps(1);
    assertEquals("2", min("single"));
    await(() -> pods("single").size() == 2);
    stage.look();
    assertTrue(there(sick), "the second one is not ready");
    allReady("single");
    await(
        () -> {
          stage.look();
          return !there(sick);
        });
    await(() -> pods("single").size() == 2);
    allReady("single");
    await(
        () -> {
          stage.look();
          return stage.kinds().contains(HealNews.Kind.REPLACED);
        });
    assertEquals("1", min("single"));
    assertEquals(
        "", namespace.kubectl("get", "hpa", "single", "-o", "jsonpath={.metadata.annotations}"));
  }

  @Test
  void who_does_not_lead_any_more_writes_nothing(@TempDir Path state) {
    deploy("led", 2);
    HealStage stage = stage("led", "minReplicas: 2\nmaxReplicas: 4", state);
    String sick = stage.leaks.keySet().iterator().next();
    leads = false;
    try {
      until(stage, HealNews.Kind.REFUSED);
    } finally {
      leads = true;
    }
    assertEquals("NotLeader", stage.news.get(stage.news.size() - 1).code());
    assertTrue(there(sick));
  }

  private String min(String hpa) {
    return namespace.kubectl("get", "hpa", hpa, "-o", "jsonpath={.spec.minReplicas}");
  }
}

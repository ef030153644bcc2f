package io.tidewatch.operator.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.ScalerStage;
import io.tidewatch.operator.TestingClient;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Fence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Resizes on a real API server by an account that may do what they need and no more. No kubelet
 * runs: the test says what it has taken up, and when time goes by.
 */
@Lab(LabSize.API)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SizeIT {
  private static final String ALWAYS =
      "  changeWindows: [{name: always, start: \"00:00\", end: \"00:00\"}]\nmode: act\n";
  private static final String FORMER = "{cpu: 1, memory: 1000Mi}";
  private static final String HALF = "{cpu: 500m, memory: 500Mi}";
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir static Path directory;
  @TempDir Path state;
  private LabNamespace namespace;
  private KubernetesClient client;
  private volatile boolean leads = true;

  @BeforeAll
  void connect(LabNamespace ofTheClass) throws IOException {
    namespace = ofTheClass;
    // Its controller may not run: pods are refused without it.
    namespace.tryKubectl("create", "serviceaccount", "default");
    client = TestingClient.of(new ScalerStage(namespace).account("sizer", directory));
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  // No replicas: a lab that another test has made larger has a controller, which would make its
  // own.
  @BeforeEach
  void deploy() {
    namespace.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 0
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              schedulerName: nobody
              containers:
              - {name: main, image: none, resources: {requests: %1$s, limits: %1$s}}
        """
            .formatted(FORMER));
    namespace.kubectl(
        "patch",
        "deployment",
        "web",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"observedGeneration\":99,\"replicas\":0,\"updatedReplicas\":0}}");
    String uid = namespace.kubectl("get", "deployment", "web", "-o", "jsonpath={.metadata.uid}");
    List.of("web-1", "web-2").forEach(pod -> create(pod, uid));
  }

  private void create(String name, String deployment) {
    namespace.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s
          labels: {app: web}
          ownerReferences:
          - {apiVersion: apps/v1, kind: Deployment, name: web, uid: %2$s, controller: true}
        spec:
          schedulerName: nobody
          automountServiceAccountToken: false
          containers:
          - {name: main, image: none, resources: {requests: %3$s, limits: %3$s}}
        """
            .formatted(name, deployment, FORMER));
  }

  /** The kubelet says that the pod runs with these resources. */
  private void runs(String pod, String resources) {
    namespace.kubectlWith(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s}
        status:
          phase: Running
          conditions: [{type: Ready, status: "True"}]
          containerStatuses:
          - name: main
            image: none
            imageID: none
            ready: true
            restartCount: 0
            state: {running: {startedAt: 2026-11-24T00:00:00Z}}
        %2$s
        """
            .formatted(pod, resources),
        "apply",
        "--server-side",
        "--force-conflicts",
        "--field-manager=kubelet",
        "--subresource=status",
        "-f",
        "-");
  }

  private void has(String pod, String amounts) {
    runs(pod, "    resources: {requests: %1$s, limits: %1$s}".formatted(amounts));
  }

  @AfterEach
  void remove() {
    namespace.kubectl("delete", "deployment,pod", "--all", "--force", "--grace-period=0");
  }

  private SizeStage stage(String rules) {
    Fence fence = () -> leads;
    Actuators actuators =
        Actuators.of(client, List.of(namespace.name()), fence, Clock.systemUTC(), Duration.ZERO);
    ApiSizeCluster cluster = ApiSizeCluster.of(client, fence, actuators);
    return new SizeStage(cluster, state, NOON, namespace.name(), rules);
  }

  private String requests(String kind, String name) {
    String spec = kind.equals("pod") ? ".spec" : ".spec.template.spec";
    return namespace.kubectl(
        "get",
        kind,
        name,
        "-o",
        "jsonpath={%1$s.containers[0].resources.requests.cpu} {%1$s.containers[0].resources.limits.memory}"
            .formatted(spec));
  }

  private String generation() {
    return namespace.kubectl("get", "deployment", "web", "-o", "jsonpath={.metadata.generation}");
  }

  @Test
  void pods_one_by_one_then_a_kill_then_the_template_once_and_a_human_after_that() {
    has("web-1", FORMER);
    has("web-2", FORMER);
    SizeStage stage = stage(ALWAYS);
    stage.minutes(3);
    assertEquals("500m 524288k", requests("pod", "web-1").replace("500Mi", "524288k"));
    assertEquals("1 1000Mi", requests("pod", "web-2"), "the kubelet has not taken up the first");
    has("web-1", HALF);
    stage.minutes(2);
    has("web-2", HALF);
    stage.minutes(1);
    assertEquals("TemplateWaits", stage.condition());
    assertEquals("1 1000Mi", requests("deployment", "web"));

    SizeStage killed = stage(ALWAYS);
    killed.now = NOON.plus(Duration.ofHours(13));
    killed.look();
    rolledOut();
    killed.look();
    assertEquals("Resized", killed.condition());
    assertEquals("2", generation());
    assertTrue(requests("deployment", "web").startsWith("500m "), requests("deployment", "web"));

    namespace.kubectl(
        "set",
        "resources",
        "deployment",
        "web",
        "--requests=cpu=700m,memory=700Mi",
        "--limits=cpu=700m,memory=700Mi");
    rolledOut();
    killed.now = NOON.plus(Duration.ofDays(2));
    killed.minutes(3);
    assertEquals("ConflictingOwner", killed.condition());
    assertEquals("3", generation());
    String events = namespace.kubectl("get", "events", "-o", "jsonpath={.items[*].reason}");
    assertTrue(events.contains("TemplateResized"), events);
  }

  @Test
  void pods_that_cannot_be_resized_leave_the_template_alone_to_a_leader() {
    runs("web-1", "");
    runs("web-2", "");
    SizeStage stage = stage(ALWAYS);
    leads = false;
    stage.minutes(3);
    assertEquals("1", generation(), "who does not lead writes nothing");
    leads = true;
    stage.minutes(3);
    rolledOut();
    stage.look();
    assertEquals("Resized", stage.condition());
    assertEquals("1 1000Mi", requests("pod", "web-1"));
    assertEquals("2", generation());
    String mark =
        namespace.kubectl(
            "get",
            "deployment",
            "web",
            "-o",
            "jsonpath={.metadata.annotations.tidewatch\\.io/size}");
    assertTrue(mark.contains("\"before\":{"), mark);
  }

  @Test
  void a_template_of_a_repository_and_one_of_a_vertical_autoscaler_are_never_written()
      throws InterruptedException {
    runs("web-1", "");
    runs("web-2", "");
    namespace.kubectl("label", "deployment", "web", "kustomize.toolkit.fluxcd.io/name=shop");
    SizeStage stage = stage(ALWAYS);
    stage.minutes(3);
    assertEquals("ManagedByGitOps", stage.condition());
    assertTrue(stage.text().contains("cpu 500m"), stage.text());

    namespace.kubectl("label", "deployment", "web", "kustomize.toolkit.fluxcd.io/name-");
    namespace.apply(VPA_KIND);
    try {
      awaitServed();
      namespace.apply(VPA);
      stage.now = NOON.plus(Duration.ofDays(2));
      stage.minutes(2);
      assertEquals("VpaOwns", stage.condition());
      assertTrue(stage.text().contains("web-vpa"), stage.text());
      assertFalse(stage.busy());
    } finally {
      namespace.kubectl("delete", "crd", VPAS);
    }
    assertEquals("1", generation());
  }

  @Test
  void the_target_of_an_hpa_changes_with_the_cpu_and_still_belongs_to_its_user() {
    String manifest =
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 9
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
        """;
    namespace.kubectlWith(manifest, "apply", "--server-side", "-f", "-");
    SizeStage stage = stage("  hpaTarget: true\n" + ALWAYS);
    stage.minutes(3);
    rolledOut();
    stage.look();
    assertEquals("Resized", stage.condition());
    assertEquals("120", target());
    assertTrue(requests("deployment", "web").startsWith("500m "), requests("deployment", "web"));
    String all = namespace.kubectl("get", "hpa", "web", "-o", "yaml", "--show-managed-fields");
    assertFalse(all.contains("manager: tidewatch"), all);
    assertTrue(
        namespace.kubectlWith(manifest, "apply", "--server-side", "-f", "-").ok(),
        "the user's own apply needs no force");
    assertEquals("60", target());
    namespace.kubectl("delete", "hpa", "web");
  }

  /** In a lab with a controller that takes real time; without one nobody takes anything up. */
  private void rolledOut() {
    String taken = "jsonpath={.status.observedGeneration}";
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Long.parseLong(namespace.kubectl("get", "deployment", "web", "-o", taken))
                    >= Long.parseLong(generation()));
  }

  private String target() {
    return namespace.kubectl(
        "get",
        "hpa",
        "web",
        "-o",
        "jsonpath={.spec.metrics[0].resource.target.averageUtilization}");
  }

  private void awaitServed() {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> namespace.tryKubectl("get", VPAS).exitCode() == 0);
  }

  private static final String VPAS = "verticalpodautoscalers.autoscaling.k8s.io";
  private static final String VPA =
      """
      apiVersion: autoscaling.k8s.io/v1
      kind: VerticalPodAutoscaler
      metadata: {name: web-vpa}
      spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
      """;
  private static final String VPA_KIND =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: verticalpodautoscalers.autoscaling.k8s.io
        annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes/kubernetes/pull/63797"}
      spec:
        group: autoscaling.k8s.io
        scope: Namespaced
        names: {kind: VerticalPodAutoscaler, plural: verticalpodautoscalers}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;
}

package io.tidewatch.operator.actuate;

import static io.tidewatch.operator.actuate.FloorStage.floor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.TestingClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Several processes at one real API server: killed, sweeping at once, competing for the lease. */
@Lab(LabSize.API)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterWritesIT {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private LabNamespace namespace;
  private KubernetesClient client;
  private KubernetesApi api;

  @BeforeAll
  void connect(LabNamespace namespace) {
    this.namespace = namespace;
    client = TestingClient.of(namespace.kubeconfig());
    api = new KubernetesApi(client, Duration.ofSeconds(5));
    // Its controller may not run: pods are refused without it.
    namespace.tryKubectl("create", "serviceaccount", "default");
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  private FloorStage autoscaled(String name) {
    namespace.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: 2
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: main, image: none}]}
        """
            .formatted(name));
    namespace.kubectl("autoscale", "deployment", name, "--min=2", "--max=10", "--cpu-percent=60");
    return stage(name);
  }

  private FloorStage stage(String name) {
    return new FloorStage(new HpaName(namespace.name(), name), Hpas.of(api), null);
  }

  @Test
  void what_a_process_wrote_before_kill_9_is_swept_by_another_process() throws Exception {
    FloorStage stage = autoscaled("killed");
    Process floor = java(TestingFloorProcess.class.getName(), "killed", "2");
    assertEquals("written", firstLine(floor));
    floor.destroyForcibly().waitFor();
    assertEquals(6, stage.min());
    assertEquals(90, stage.target());

    Thread.sleep(2_000); // the floor's time to live, which only the wall clock ends
    Process sweep = java("io.tidewatch.operator.ControllerMain", "sweep");
    assertEquals("1 HPAs, 1 with a mark of ours", firstLine(sweep));
    assertEquals(0, sweep.waitFor());
    assertEquals(2, stage.min());
    assertEquals(60, stage.target());
    assertFalse(stage.bearsOurName(), () -> stage.live().toString());
    assertTrue(stage.live().toString().contains("kubectl-autoscale"));
    namespace.kubectl("delete", "hpa", "killed");
  }

  @Test
  void sweepers_at_the_same_time_do_no_harm() throws Exception {
    FloorStage stage = autoscaled("swept");
    stage.pursue(floor(5, TargetRaise.over(0.60, 0.90)));
    stage.clock.pass(FloorStage.TTL);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<FloorResult>> sweeps = new ArrayList<>();
      for (Callable<FloorResult> sweep :
          List.<Callable<FloorResult>>of(stage::sweep, stage::sweep, stage::sweep, stage::sweep)) {
        sweeps.add(threads.submit(sweep));
      }
      for (Future<FloorResult> sweep : sweeps) {
        FloorReason reason = sweep.get().reason();
        assertTrue(
            reason == FloorReason.RESTORED || reason == FloorReason.NOTHING_TO_DO,
            reason.toString());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(2, stage.min());
    assertEquals(60, stage.target());
    assertFalse(stage.bearsOurName());
    namespace.kubectl("delete", "hpa", "swept");
  }

  @Test
  void an_hpa_of_keda_is_not_written() {
    autoscaled("keda");
    namespace.kubectl(
        "patch",
        "hpa",
        "keda",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"keda.sh/v1alpha1\","
            + "\"kind\":\"ScaledObject\",\"name\":\"web\",\"uid\":\"u\"}]}}");
    FloorResult refused = stage("keda").pursue(floor(5));
    assertEquals(FloorReason.OWNED_BY_KEDA, refused.reason());
    assertEquals(2, stage("keda").min());
    namespace.kubectl("delete", "hpa", "keda");
  }

  @Test
  void a_field_that_a_repository_keeps_is_not_written_and_its_keeper_is_named() {
    autoscaled("argo");
    namespace.kubectl("annotate", "hpa", "argo", "argocd.argoproj.io/tracking-id=shop:web");
    FloorResult refused = stage("argo").pursue(floor(5));
    assertEquals(FloorReason.MANAGED_BY_GIT_OPS, refused.reason());
    assertTrue(refused.text().contains("Argo CD"), refused.text());
    namespace.kubectl("delete", "hpa", "argo");
  }

  @Test
  void a_count_is_written_without_an_hpa_and_not_with_one() {
    autoscaled("counted");
    TargetName target = new TargetName(namespace.name(), "apps/v1", "Deployment", "counted");
    ScaleTarget scales = new ScaleTarget(api, Fence.none());
    ScaleOrder order = new ScaleOrder(target, 2, 4, 1, 10);
    assertEquals(ScaleReason.HPA_OWNS, scales.pursue(order).reason());
    namespace.kubectl("delete", "hpa", "counted");
    assertEquals(ScaleReason.SCALED, scales.pursue(order).reason());
    assertEquals(ScaleReason.AS_WANTED, scales.pursue(order).reason());
    assertEquals(ScaleReason.MOVED, scales.pursue(new ScaleOrder(target, 3, 2, 1, 10)).reason());
    assertEquals(
        ScaleReason.NOT_LEADER,
        new ScaleTarget(api, () -> false).pursue(new ScaleOrder(target, 4, 5, 1, 10)).reason());
    namespace.kubectl("scale", "deployment", "counted", "--replicas=0");
    assertEquals(ScaleReason.SWITCHED_OFF, scales.pursue(order).reason());
    TargetName none = new TargetName(namespace.name(), "apps/v1", "Deployment", "none");
    assertEquals(
        ScaleReason.TARGET_NOT_FOUND, scales.pursue(new ScaleOrder(none, 2, 4, 1, 10)).reason());
  }

  @Test
  void a_paused_leader_finds_itself_replaced_before_it_writes() {
    TestingClock time = new TestingClock(Instant.parse("2026-11-24T12:00:00Z"));
    List<String> ended = new ArrayList<>();
    LeaderLease first = lease("a", time, ended);
    LeaderLease second = lease("b", time, ended);
    first.step();
    second.step();
    assertTrue(first.holds());
    assertFalse(second.leads());

    // The first one sleeps from here on; the second hears nothing of it.
    time.pass(LEASE);
    second.step();
    assertTrue(second.holds());
    assertFalse(first.holds());
    assertEquals(List.of("a"), ended);
    first.step();
    assertTrue(second.holds(), "who has lost it does not come back");
    second.close();
    LeaderLease third = lease("c", time, ended);
    third.step();
    assertTrue(third.holds(), "a lease that was let go is taken at once");
    third.close();
  }

  @Test
  void a_leader_whose_lease_was_taken_away_writes_nothing() {
    TestingClock time = new TestingClock(Instant.parse("2026-11-24T12:00:00Z"));
    List<String> ended = new ArrayList<>();
    LeaderLease leader = lease("d", time, ended);
    leader.step();
    assertTrue(leader.holds());
    namespace.kubectl(
        "patch",
        "lease",
        "tidewatch",
        "--type=merge",
        "-p",
        "{\"spec\":{\"holderIdentity\":\"thief\"}}");
    assertFalse(leader.holds());
    assertEquals(List.of("d"), ended);
    namespace.kubectl("delete", "lease", "tidewatch");
  }

  @Test
  void a_note_on_the_lease_outlives_renewals_and_leaders_and_only_the_leader_writes_it()
      throws IOException {
    TestingClock time = new TestingClock(Instant.parse("2026-11-24T12:00:00Z"));
    LeaderLease first = lease("e", time, new ArrayList<>());
    LeaderLease second = lease("f", time, new ArrayList<>());
    first.step();
    first.note("tidewatch.io/restarts", "one");
    first.step();
    assertThrows(IOException.class, () -> second.note("tidewatch.io/restarts", "none"));
    second.step();
    time.pass(LEASE);
    second.step();
    assertEquals(Optional.of("one"), second.note("tidewatch.io/restarts"));
    assertThrows(IOException.class, () -> first.note("tidewatch.io/restarts", "late"));
    second.note("tidewatch.io/restarts", "two");
    second.close();
    LeaderLease third = lease("g", time, new ArrayList<>());
    third.step();
    assertEquals(Optional.of("two"), third.note("tidewatch.io/restarts"));
    third.close();
    namespace.kubectl("delete", "lease", "tidewatch");
  }

  /** A pod that runs as far as the server knows: nobody schedules it. */
  private PodName running(String name) {
    namespace.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s, labels: {app: %1$s}}
        spec:
          schedulerName: nobody
          automountServiceAccountToken: false
          containers:
          - name: main
            image: none
            resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 200m, memory: 128Mi}}
          - {name: side, image: none}
        """
            .formatted(name));
    status(
        name, "{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}");
    return new PodName(
        namespace.name(),
        name,
        namespace.kubectl("get", "pod", name, "-o", "jsonpath={.metadata.uid}"));
  }

  private void status(String pod, String status) {
    namespace.kubectl(
        "patch",
        "pod",
        pod,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":" + status + "}");
  }

  private void budget(String name, String app) {
    namespace.apply(
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: %s},".formatted(name)
            + " spec: {minAvailable: 1, selector: {matchLabels: {app: %s}}}}".formatted(app));
  }

  @Test
  void a_pod_is_evicted_by_its_uid_and_as_its_budgets_allow() {
    Evictor evictor = new Evictor(api, Fence.none());
    PodName pod = running("sick");
    PodName older = new PodName(pod.namespace(), pod.name(), "of-an-older-pod");
    assertEquals(EvictionReason.ANOTHER_POD, evictor.evict(older).reason());
    budget("one", "sick");
    assertEquals(EvictionReason.BUDGET, evictor.evict(pod).reason());
    budget("two", "sick");
    assertEquals(EvictionReason.SEVERAL_BUDGETS, evictor.evict(pod).reason());
    namespace.kubectl("delete", "pdb", "one", "two");
    assertEquals(EvictionReason.NOT_LEADER, new Evictor(api, () -> false).evict(pod).reason());
    assertEquals(EvictionReason.EVICTED, evictor.evict(pod).reason());
    PodName none = new PodName(pod.namespace(), "nobody", pod.uid());
    assertEquals(EvictionReason.GONE, evictor.evict(none).reason());
  }

  @Test
  void a_running_pod_is_resized_where_its_node_can() {
    Resizer resizer = new Resizer(api, Fence.none());
    PodName pod = running("small");
    var from = Optional.of(Map.of(ContainerSize.Resource.CPU, 100L));
    var wanted = Map.of(ContainerSize.Resource.CPU, 300L);
    status(pod.name(), "{\"containerStatuses\":[" + started("main") + "," + started("side") + "]}");
    assertEquals(ResizeReason.NOT_SUPPORTED, resizer.pod(pod, "main", from, wanted).reason());
    status(
        pod.name(),
        "{\"containerStatuses\":["
            + started("main", "{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}")
            + ","
            + started("side", "{}")
            + "]}");
    assertEquals(ResizeReason.RESIZED, resizer.pod(pod, "main", from, wanted).reason());
    assertEquals(
        "300m 600m 64Mi",
        namespace.kubectl(
            "get",
            "pod",
            pod.name(),
            "-o",
            "jsonpath={.spec.containers[0].resources.requests.cpu}"
                + " {.spec.containers[0].resources.limits.cpu}"
                + " {.spec.containers[0].resources.requests.memory}"));
    assertEquals(ResizeReason.AS_WANTED, resizer.pod(pod, "main", from, wanted).reason());
    PodName older = new PodName(pod.namespace(), pod.name(), "of-an-older-pod");
    assertEquals(ResizeReason.POD_GONE, resizer.pod(older, "main", from, wanted).reason());
  }

  private static String started(String name) {
    return "{\"name\":\""
        + name
        + "\",\"image\":\"none\",\"imageID\":\"none\",\"ready\":true,"
        + "\"restartCount\":0,\"state\":{\"running\":{\"startedAt\":\"2026-11-24T00:00:00Z\"}}}";
  }

  private static String started(String name, String resources) {
    String plain = started(name);
    return plain.substring(0, plain.length() - 1) + ",\"resources\":" + resources + "}";
  }

  private LeaderLease lease(String me, TestingClock time, List<String> ended) {
    return new LeaderLease(
        api,
        new LeaderLease.LeaseName(namespace.name(), "tidewatch"),
        me,
        LEASE,
        time,
        () -> time.instant().toEpochMilli() * 1_000_000,
        () -> ended.add(me));
  }

  private Process java(String main, String... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    words.addAll(List.of(arguments));
    words.addAll(
        List.of(
            "--kubeconfig", namespace.kubeconfig().toString(), "--namespace", namespace.name()));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String firstLine(Process process) throws Exception {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }
}

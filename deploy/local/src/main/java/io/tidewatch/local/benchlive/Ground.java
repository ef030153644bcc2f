package io.tidewatch.local.benchlive;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.Layout;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.processes.ProcessException;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;

/** The demo app's backend in a namespace of its own, and what can be done to it. */
final class Ground {
  static final String LABELS = "app.kubernetes.io/name=backend";
  private static final String BACKEND = "backend";
  private static final String OURS = "tidewatch.io/bench";
  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final long LOOK_MILLIS = 50;
  private static final long WARM_UP_MILLIS = 6_000;
  private static final long AFTER_MILLIS = 3_000;
  private static final double NANOS = 1e9;
  private static final String EVICTION =
      """
      {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"},
       "deleteOptions": {"preconditions": {"uid": "%s"}}}
      """;

  private final Layout layout;
  private final Supervisor children;
  private final Kubectl kubectl;
  private final String namespace;
  private final PodWatch watch;

  Ground(Layout layout, Supervisor children, Kubectl kubectl, String namespace, PodWatch watch) {
    this.layout = layout;
    this.children = children;
    this.kubectl = kubectl;
    this.namespace = namespace;
    this.watch = watch;
  }

  /** Something that is done while requests come. */
  interface Action {
    void run() throws InterruptedException;
  }

  PodBook pods() {
    return watch.book();
  }

  void scale(int replicas) {
    kubectl.scale(namespace, BACKEND, replicas);
  }

  /** Exactly so many pods, all Ready. */
  void settle(int replicas) throws InterruptedException {
    scale(replicas);
    awaitAll(replicas);
  }

  private void awaitAll(int replicas) throws InterruptedException {
    await(
        replicas + " pods, all Ready",
        () -> pods().present() == replicas && pods().ready() == replicas);
  }

  /** Replaces every pod and waits until the old ones are gone. */
  void restart(int replicas) throws InterruptedException {
    kubectl.run("-n", namespace, "rollout", "restart", "deployment/" + BACKEND);
    kubectl.awaitRollout(namespace, BACKEND, LONGEST);
    awaitAll(replicas);
  }

  /** Moves every pod of this namespace off the node, as kubectl drain does, and nobody else's. */
  void drain(String node, int replicas) throws InterruptedException {
    kubectl.run("-n", namespace, "label", "pods", "--all", "--overwrite", OURS + "=" + namespace);
    kubectl.run(
        LONGEST,
        List.of(
            "drain",
            node,
            "--pod-selector=" + OURS + "=" + namespace,
            "--delete-emptydir-data",
            "--timeout=" + LONGEST.toSeconds() + "s"));
    awaitAll(replicas);
  }

  /**
   * What a restart before failure does to a workload of one pod: a second one first, then an
   * eviction by UID, then one pod less.
   */
  void replaceTheOnlyPod() throws InterruptedException {
    String sick = pods().names().get(0);
    settle(2);
    evict(sick);
    await("another pod instead of " + sick, () -> !pods().names().contains(sick));
    settle(2);
    settle(1);
  }

  private void evict(String pod) {
    String uid = kubectl.get("-n", namespace, "pod", pod).path("metadata").path("uid").asText();
    String path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/eviction";
    try {
      Path body = Files.createTempFile("tidewatch-eviction", ".json");
      try {
        Files.writeString(body, EVICTION.formatted(pod, namespace, uid));
        kubectl.run("create", "--raw", path, "-f", body.toString());
      } finally {
        Files.deleteIfExists(body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an eviction", e);
    }
  }

  /** Closes the node to new pods. */
  Cordon cordon(String node) {
    return Cordon.of(kubectl, node);
  }

  /** The node with most pods of the backend. */
  String busiestNode() {
    JsonNode nodes = kubectl.get("nodes").path("items");
    return StreamSupport.stream(nodes.spliterator(), false)
        .map(node -> node.path("metadata").path("name").asText())
        .max(Comparator.comparingInt(pods()::on))
        .orElseThrow();
  }

  /** Does something while requests come at the scenario's rate, and counts what became of them. */
  Run underLoad(Scenario scenario, int number, int size, Action action)
      throws InterruptedException {
    String name = scenario.key() + "-" + number;
    Path folder = children.stateDirectory().resolve(name);
    LoadChild load = LoadChild.start(layout, children, name, address(), scenario.rate(), folder);
    try {
      Thread.sleep(WARM_UP_MILLIS);
      long began = System.nanoTime();
      action.run();
      double seconds = (System.nanoTime() - began) / NANOS;
      List<PodReady> pods = pods().startedSince(began);
      Thread.sleep(AFTER_MILLIS);
      requireAlive(load, name);
      return new Run(
          scenario, number, size, seconds, pods, Optional.of(load.stop()), loadAverage());
    } finally {
      load.close();
    }
  }

  private static void requireAlive(LoadChild load, String name) {
    if (!load.isAlive()) {
      throw new ProcessException(
          "the load of " + name + " ended early",
          "the generator is not running any more",
          "see its log in .tidewatch/bench-live");
    }
  }

  /** The Service's address: the lab's host reaches it directly. */
  private URI address() {
    JsonNode spec = kubectl.get("-n", namespace, "service", BACKEND).path("spec");
    return URI.create("http://" + spec.path("clusterIP").asText() + ":8080");
  }

  /** Of the last minute: all the machine's work, not only ours. */
  static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Looks often: how long things take is what is measured. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || !watch.isAlive()) {
        throw new ProcessException(
            "the backend in " + namespace + " never had " + what,
            watch.isAlive()
                ? pods().present()
                    + " pods, "
                    + pods().ready()
                    + " Ready after "
                    + LONGEST.toSeconds()
                    + " s"
                : "the watch of its pods ended",
            "see deploy/lab/cluster kubectl -n " + namespace + " describe pods");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }
}

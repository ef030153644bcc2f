package io.tidewatch.local.live;

import io.tidewatch.local.Layout;
import io.tidewatch.local.Module;
import io.tidewatch.local.ServerWords;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.ProcessException;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tidewatch over one side of a race: serving, controller and the resource that allows it. */
final class OurSide {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration GIVEN_BACK = Duration.ofSeconds(150);
  private static final Path CRD = Path.of("deploy/crds/predictivescalers.tidewatch.io.yaml");
  private static final String SCALER = "predictivescaler/" + Side.WORKLOAD;

  private final Layout layout;
  private final Supervisor children;
  private final Ground ground;
  private final LivePlan plan;
  private final Side side;
  private final Path folder;
  private final URI serving = loopback(FreePorts.next());
  private final URI controller = loopback(FreePorts.next());
  private final DecisionBook decisions;
  private Optional<HpaSpec> before = Optional.empty();

  OurSide(
      Layout layout, Supervisor children, Ground ground, LivePlan plan, Side side, Path folder) {
    this.layout = layout;
    this.children = children;
    this.ground = ground;
    this.plan = plan;
    this.side = side;
    this.folder = folder.resolve("ours");
    this.decisions = new DecisionBook(controller, side);
  }

  private static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts what runs beside the cluster; nothing is changed in it yet. */
  void start(
      PrometheusEndpoint prometheus, URI mlflow, LiveCatalogue.Anchors anchors, int leadSeconds) {
    Trees.clear(folder);
    Path served =
        LiveCatalogue.save(
            folder.resolve("serving.yaml"), LiveCatalogue.served(plan, side, anchors, leadSeconds));
    Path shared =
        LiveCatalogue.save(folder.resolve("controller.yaml"), LiveCatalogue.shared(plan, anchors));
    run(Module.SERVING, serving, prometheus, servingWords(served, mlflow));
    before = Optional.of(HpaSpec.read(ground.kubectl(), side.namespace()));
    ground.kubectl().apply(layout.root().resolve(CRD));
    ground
        .kubectl()
        .run(
            "wait",
            "--for=condition=Established",
            "crd/predictivescalers.tidewatch.io",
            "--timeout=30s");
    run(Module.CONTROLLER, controller, prometheus, controllerWords(shared));
  }

  private void run(Module module, URI url, PrometheusEndpoint prometheus, List<String> more) {
    List<String> words = new ArrayList<>(ServerWords.of(prometheus));
    words.addAll(more);
    words.add("--port=" + url.getPort());
    children
        .start(module.start(layout, module.processName(), words))
        .awaitHttp(url.resolve("/healthz"), START);
  }

  private List<String> servingWords(Path catalogue, URI mlflow) {
    return List.of(
        "--catalogue=" + catalogue,
        "--mlflow=" + mlflow,
        "--cache=" + folder.resolve("models"),
        "--access-log=off");
  }

  private List<String> controllerWords(Path catalogue) {
    return List.of(
        "--catalogue=" + catalogue,
        "--kubernetes",
        "--kubeconfig=" + ground.kubeconfig(),
        "--namespaces=" + side.namespace(),
        "--lease-namespace=" + side.namespace(),
        "--mode=act",
        "--serving=" + serving,
        "--state=" + folder.resolve("state"));
  }

  /** Allows it to act, as its user would. */
  void allow(int leadSeconds) {
    Path manifest =
        LiveCatalogue.save(folder.resolve("predictive-scaler.yaml"), scaler(leadSeconds));
    ground.kubectl().apply(manifest);
  }

  String scaler(int leadSeconds) {
    return """
        apiVersion: tidewatch.io/v1alpha1
        kind: PredictiveScaler
        metadata:
          name: %s
          namespace: %s
        spec:
          scaleTargetRef: { name: %s }
          mode: act
          actuation: hpa
          minReplicas: %d
          maxReplicas: %d
          demand: { metric: request_rate }
          capacity: { perPod: %s }
          slo: { latencyP95Millis: %.0f }
          target: %d
          leadTimeSeconds: %d
          hpa: { trustedTarget: %d, floorSeconds: 600 }
          restart: { enabled: true }
        """
        .formatted(
            Side.WORKLOAD,
            side.namespace(),
            Side.WORKLOAD,
            LivePlan.FEWEST_PODS,
            LivePlan.MOST_PODS,
            LivePlan.SUSTAINED,
            LivePlan.SLO_MILLIS,
            Math.round(100 * LivePlan.TARGET_OF_SUSTAINED),
            leadSeconds,
            Math.round(100 * LivePlan.TRUSTED_TARGET));
  }

  DecisionBook decisions() {
    return decisions;
  }

  /** Waits until a decision trusts its forecast, or the time is over. */
  boolean awaitTrust(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline) {
      decisions.look();
      if (decisions.newest().filter(newest -> newest.record().trusted()).isPresent()) {
        return true;
      }
      Thread.sleep(500);
    }
    return false;
  }

  /**
   * Takes the permission back, as its user would, and waits until the HPA is as it was.
   *
   * @return what still differs; empty if nothing does
   */
  List<String> giveBack(Consumer<String> told) throws InterruptedException {
    Kubectl kubectl = ground.kubectl();
    HpaSpec was = before.orElseThrow();
    long began = System.nanoTime();
    try {
      kubectl.run("-n", side.namespace(), "delete", SCALER, "--timeout=30s");
      List<String> differences = HpaSpec.read(kubectl, side.namespace()).differences(was);
      while (!differences.isEmpty() && System.nanoTime() - began < GIVEN_BACK.toNanos()) {
        Thread.sleep(500);
        differences = HpaSpec.read(kubectl, side.namespace()).differences(was);
      }
      told.accept(
          differences.isEmpty()
              ? "the HPA of B is as its user wrote it, %.0f s after the permission was taken back"
                  .formatted((System.nanoTime() - began) / 1e9)
              : "the HPA of B is not as its user wrote it: " + String.join("; ", differences));
      return differences;
    } catch (ProcessException noAnswer) {
      return List.of("it could not be looked at: " + noAnswer.getMessage());
    }
  }
}

package io.tidewatch.local.live;

import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.processes.ProcessException;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tidewatch over one side of a race: what its user allows, and the release that does it. */
final class OurSide {
  private static final Duration GIVEN_BACK = Duration.ofSeconds(150);
  private static final String SCALER = "predictivescaler/" + Side.WORKLOAD;

  private final Ground ground;
  private final Release release;
  private final LivePlan plan;
  private final Side side;
  private final Path folder;
  private final DecisionBook decisions;
  private Optional<HpaSpec> before = Optional.empty();

  OurSide(Ground ground, LivePlan plan, Side side, Path folder) {
    this.ground = ground;
    this.release = ground.release();
    this.plan = plan;
    this.side = side;
    this.folder = folder.resolve("ours");
    this.decisions = new DecisionBook(release::leader, side);
  }

  /**
   * Says what is allowed, as a user would, and installs the chart; its pods are Ready then, and do
   * as they are allowed.
   */
  void start(
      PrometheusEndpoint prometheus, URI mlflow, LiveCatalogue.Anchors anchors, int leadSeconds)
      throws InterruptedException {
    before = Optional.of(HpaSpec.read(ground.kubectl(), side.namespace()));
    release.makeKindKnown();
    Path manifest = folder.resolve("predictive-scaler.yaml");
    ground.kubectl().apply(LiveCatalogue.save(manifest, scaler(leadSeconds)));
    String catalogue = LiveCatalogue.shared(plan, anchors);
    release.install(side.namespace(), catalogue, prometheus.url(), mlflow);
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
          slo: { latencyP95Millis: %.0f, violationPricePercent: %d }
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
            Math.round(100 * LivePlan.PRICE_OF_VIOLATION),
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
      uninstall(told);
      return differences;
    } catch (ProcessException noAnswer) {
      return List.of("it could not be looked at: " + noAnswer.getMessage());
    }
  }

  private void uninstall(Consumer<String> told) throws InterruptedException {
    try {
      release.uninstall(told);
    } catch (ProcessException failed) {
      told.accept("the release could not be uninstalled: " + failed.getMessage());
    }
  }
}

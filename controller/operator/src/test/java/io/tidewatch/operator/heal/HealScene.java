package io.tidewatch.operator.heal;

import static io.tidewatch.operator.heal.InMemoryCluster.WEB;

import io.tidewatch.operator.crd.TestingScalers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A workload whose pods have run for two hours, and who heals it. */
final class HealScene {
  static final int COOL_DOWN = 30;
  private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");

  final InMemoryCluster cluster;
  final HealStage stage;

  private HealScene(InMemoryCluster cluster, HealStage stage) {
    this.cluster = cluster;
    this.stage = stage;
  }

  static HealScene of(Path state, int pods, String mode, int max) {
    InMemoryCluster cluster = new InMemoryCluster(pods, T0.minus(Duration.ofHours(2)));
    HealScene scene = new HealScene(cluster, new HealStage(cluster, state, T0));
    for (int i = 1; i < 20; i++) {
      scene.stage.pods.put("web-" + i, WEB);
    }
    scene.plan(mode, max, "");
    return scene;
  }

  void plan(String mode, int max, String more) {
    stage.plans =
        TestingScalers.plans(
                TestingScalers.of(
                    "web",
                    """
                    scaleTargetRef: {name: web}
                    minReplicas: 1
                    maxReplicas: %d
                    mode: %s
                    restart: {enabled: true, mostPerDay: 2, coolDownMinutes: %d}
                    %s
                    """
                        .formatted(max, mode, COOL_DOWN, more)))
            .plans();
  }

  void leak(int pod) {
    stage.leaks.put("web-" + pod, stage.step());
    cluster.now = stage.now;
  }

  long count(HealNews.Kind kind) {
    return stage.kinds().stream().filter(kind::equals).count();
  }
}

package io.tidewatch.serving;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.serving.bench.SyntheticModel;
import io.tidewatch.serving.bench.SyntheticPackage;
import io.tidewatch.source.CatalogueFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A small shop, its demand and a model whose answers are known. */
public final class Examples {
  public static final WorkloadId WEB = WorkloadId.parse("shop/web");
  public static final WorkloadId API = WorkloadId.parse("shop/api");
  public static final Duration STEP = Duration.ofMinutes(1);
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:40Z");

  /** Settled at NOW: the step of 12:00:00. */
  public static final long HEAD = Instant.parse("2026-11-24T12:00:00Z").getEpochSecond() / 60;

  private Examples() {}

  /** Two workloads; only web has a query for its ready pods. */
  public static Catalogue shop() {
    return CatalogueFile.parse(
        """
        timescale: { step: 60s }
        settle: 30s
        queries:
          - { name: demand, promql: "sum by (namespace, workload) (rate1m[$step])", unit: requests/s }
          - { name: demand_api, promql: "api", unit: requests/s }
          - { name: ready, promql: "ready", labels: { workload: deployment } }
          - { name: cpu_usage, level: pod, promql: "cpu" }
        workloads:
          - { workload: shop/web, demand: demand, readyReplicas: ready, minReplicas: 2,
              maxReplicas: 60, capacity: 10, target: 0.6, leadTimeSeconds: 60 }
          - { workload: shop/api, demand: demand_api, leadTimeSeconds: 400 }
        """,
        "the example");
  }

  /** Web at 100 plus a daily wave, api at a constant 50, ten ready pods of web. */
  public static InMemoryDemand steady(Catalogue catalogue) {
    return new InMemoryDemand(catalogue)
        .answer("demand", (workload, step) -> wave(step))
        .answer("demand_api", (workload, step) -> 50)
        .answer("ready", (workload, step) -> 10);
  }

  public static double wave(long step) {
    return 100 + 20 * Math.sin(2 * Math.PI * (step % 1_440) / 1_440);
  }

  /** A package whose graph answers +10 %, +20 % and +30 % of the level, whatever it is asked. */
  public static ModelPackage good(Path directory) {
    return SyntheticPackage.write(directory, rising(), STEP);
  }

  /** The same with the level and this share of it more at the first horizon. */
  public static ModelPackage answering(Path directory, double share) {
    int features = DemandFeatures.set().size();
    return SyntheticPackage.write(
        directory, SyntheticModel.constant(features, share, 2 * share, 3 * share), STEP);
  }

  public static byte[] rising() {
    return SyntheticModel.constant(DemandFeatures.set().size(), 0.1, 0.2, 0.3);
  }
}

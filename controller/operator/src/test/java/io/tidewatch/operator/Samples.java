package io.tidewatch.operator;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.CatalogueFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small sound things for tests. */
final class Samples {
  static final WorkloadId WEB = WorkloadId.parse("shop/web");
  static final WorkloadId API = WorkloadId.parse("shop/api");

  /** A step: midnight UTC on the grid of minutes. */
  static final Instant T0 = Instant.parse("2026-11-24T00:00:00Z");

  // Parsed once: a schedule asks for it at every step.
  private static final Catalogue CATALOGUE = CatalogueFile.parse(catalogueYaml(), "the test");

  /** Held-out errors that earn trust at once. */
  static final List<HeldOutError> GOOD = List.of(new HeldOutError(5, 5, 10, 12, 0.9, 20, 1_000));

  private Samples() {}

  static String catalogueYaml() {
    return """
        settle: 30s
        queries:
          - name: demand
            promql: sum by (namespace, workload) (last_over_time(workload:http_requests:rate1m[$step]))
          - name: ready_replicas
            promql: sum by (namespace, deployment) (last_over_time(kube_deployment_status_replicas_ready[$step]))
            labels: { workload: deployment }
        workloads:
          - { workload: shop/web, demand: demand, readyReplicas: ready_replicas, minReplicas: 2,
              maxReplicas: 60, capacity: 10, target: 0.6, leadTimeSeconds: 60, costPerPodHour: 0.04 }
          - { workload: shop/api, demand: demand, readyReplicas: ready_replicas, minReplicas: 2,
              maxReplicas: 60, capacity: 10, target: 0.6, trustedTarget: 0.85, leadTimeSeconds: 60,
              costPerPodHour: 0.04 }
        """;
  }

  static Catalogue catalogue() {
    return CATALOGUE;
  }

  static WorkloadRules rules(WorkloadId workload) {
    WorkloadSpec spec = CATALOGUE.workload(workload).orElseThrow();
    return WorkloadRules.of(spec, CATALOGUE);
  }

  /** A forecast of one constant demand, ±10 %, whose peak lies within the same bounds. */
  static Forecast forecast(WorkloadId workload, Instant featureTime, double demand) {
    return forecast(workload, featureTime, demand, demand);
  }

  /** The same with a peak of another height, which lies between the points. */
  static Forecast forecast(WorkloadId workload, Instant featureTime, double demand, double peak) {
    List<ForecastPoint> points = new ArrayList<>();
    for (int h = 1; h <= 15; h++) {
      Instant at = featureTime.plusSeconds(60L * h);
      points.add(new ForecastPoint(at, h, demand, 0.9 * demand, 1.1 * demand, h % 5 != 0));
    }
    double[] quantiles = new double[PeakDistribution.GRID];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = peak * (0.95 + 0.1 * i / (quantiles.length - 1));
    }
    return new Forecast(
        workload,
        new Forecast.ModelId("forecast", "3", "champion"),
        featureTime,
        demand,
        points,
        new PeakDistribution(5, quantiles));
  }

  /** The same as serving writes it. */
  static String servingJson(Forecast forecast) {
    StringBuilder points = new StringBuilder();
    for (ForecastPoint point : forecast.points()) {
      points
          .append(points.isEmpty() ? "" : ",")
          .append("{\"ds\":\"" + point.at() + "\",\"horizon\":" + point.horizon())
          .append(",\"yhat\":" + point.expected() + ",\"yhat_lower\":" + point.lower())
          .append(",\"yhat_upper\":" + point.upper())
          .append(",\"interpolated\":" + point.interpolated() + "}");
    }
    String quantiles = Arrays.toString(forecast.peak().quantiles());
    return """
        {"workload":"%s","model":{"name":"%s","version":"%s","alias":"%s"},"feature_time":"%s",
        "staleness_seconds":30,"level":%s,"points":[%s],
        "peak":{"steps":5,"reference":1.0,"quantiles":%s},
        "held_out":[{"horizon":5,"wape":5,"lastValueWape":10,"seasonalNaiveWape":12,
        "coverage90":0.9,"width90":20,"origins":1000}],
        "should_scale":false,"current_replicas":null,"recommended_replicas":null,"reasons":[]}
        """
        .formatted(
            forecast.workload(),
            forecast.model().name(),
            forecast.model().version(),
            forecast.model().alias(),
            forecast.featureTime(),
            forecast.level(),
            points,
            quantiles);
  }
}

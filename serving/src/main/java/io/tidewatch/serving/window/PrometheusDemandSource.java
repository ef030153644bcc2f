package io.tidewatch.serving.window;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.RangeGap;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Demand out of Prometheus' range queries, sliced to its limits. */
public final class PrometheusDemandSource implements DemandSource {
  private final PrometheusClient client;
  private final Duration step;

  /**
   * A source on the grid of a step.
   *
   * @param step wall time between two values
   */
  public PrometheusDemandSource(PrometheusClient client, Duration step) {
    this.client = client;
    this.step = step;
  }

  @Override
  public Reading read(QuerySpec query, long from, long to) {
    RangeResult result = client.range(query.at(step), step, new StepRange(from - 1, to));
    Map<WorkloadId, double[]> values = new HashMap<>();
    for (RangeSeries one : result.series()) {
      query
          .workloadOf(one.labels())
          .map(workload -> values.computeIfAbsent(workload, any -> unknown(from, to)))
          .ifPresent(target -> copy(one, target, from));
    }
    Map<WorkloadId, Series> series = new HashMap<>();
    values.forEach((workload, array) -> series.put(workload, Series.of(from, array)));
    return new Reading(series, result.gaps().stream().findFirst().map(this::text));
  }

  private static double[] unknown(long from, long to) {
    double[] values = new double[(int) (to - from + 1)];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static void copy(RangeSeries one, double[] target, long from) {
    for (int i = 0; i < one.steps().length; i++) {
      target[(int) (one.steps()[i] - from)] = one.values()[i];
    }
  }

  private String text(RangeGap gap) {
    return "%d steps were not answered (%s): %s"
        .formatted(gap.steps().length(), gap.reason().text(), gap.detail());
  }
}

package io.tidewatch.local.cluster;

import io.tidewatch.source.InstantSample;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the cluster's Prometheus has measured. */
public final class Measures {
  private final PrometheusClient client;

  public Measures(PrometheusEndpoint prometheus) {
    this.client = PrometheusClient.of(prometheus);
  }

  /**
   * A query over a range by the value of one label; times of the grid without a value are absent.
   *
   * @param label whose values keep series apart; series that share one are added up
   */
  public Map<String, TreeMap<Instant, Double>> range(
      String promql, String label, Instant from, Instant to, Duration every) {
    long seconds = every.toSeconds();
    StepRange steps = new StepRange(from.getEpochSecond() / seconds, to.getEpochSecond() / seconds);
    Map<String, TreeMap<Instant, Double>> all = new TreeMap<>();
    for (RangeSeries series : client.range(promql, every, steps).series()) {
      TreeMap<Instant, Double> values =
          all.computeIfAbsent(series.labels().getOrDefault(label, ""), name -> new TreeMap<>());
      for (int i = 0; i < series.steps().length; i++) {
        Instant at = Instant.ofEpochSecond(series.steps()[i] * seconds);
        values.merge(at, series.values()[i], Double::sum);
      }
    }
    return all;
  }

  /** The values of a query at one time. */
  public List<InstantSample> instant(String promql, Instant at) {
    return client.instant(promql, at);
  }
}

package io.tidewatch.serving.window;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Pods out of Prometheus' range queries, of which only the one workload's series travel. */
public final class PrometheusPodSource implements PodSource {
  private final PrometheusClient client;
  private final Duration step;

  /**
   * A source on the grid of a step.
   *
   * @param step wall time between two values
   */
  public PrometheusPodSource(PrometheusClient client, Duration step) {
    this.client = client;
    this.step = step;
  }

  @Override
  public Reading read(QuerySpec query, WorkloadId workload, long from, long to) {
    RangeResult result =
        client.range(only(query, workload, step), step, new StepRange(from - 1, to));
    Map<String, double[]> values = new HashMap<>();
    for (RangeSeries one : result.series()) {
      String pod = query.podOf(one.labels());
      if (!pod.isEmpty() && query.workloadOf(one.labels()).filter(workload::equals).isPresent()) {
        copy(one, values.computeIfAbsent(pod, any -> unknown(from, to)), from);
      }
    }
    Map<String, Series> pods = new HashMap<>();
    values.forEach((pod, array) -> pods.put(pod, Series.of(from, array)));
    return new Reading(pods, result.gaps().stream().findFirst().map(gap -> gap.detail()));
  }

  /** The series of a query that carry a workload's labels; they stay what they are. */
  static String only(QuerySpec query, WorkloadId workload, Duration step) {
    if (query.workload().isPresent()) {
      return query.at(step);
    }
    String namespace = query.labels().namespace();
    String name = query.labels().workload();
    String one = "vector(1)";
    one = labelled(one, namespace, workload.namespace());
    one = labelled(one, name, workload.name());
    return "(" + query.at(step) + "\n) and on (" + namespace + ", " + name + ") " + one;
  }

  private static String labelled(String vector, String label, String value) {
    // A dollar sign would be taken for a reference to a group.
    String literal = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$");
    return "label_replace(" + vector + ", \"" + label + "\", \"" + literal + "\", \"\", \"\")";
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
}

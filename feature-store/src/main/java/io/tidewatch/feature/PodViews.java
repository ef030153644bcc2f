package io.tidewatch.feature;

import io.tidewatch.domain.Series;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pods of one workload on one step grid, each beside its peers: the one way from series to
 * {@link PodView}s, for training (Spark) and for detection (serving).
 *
 * <p>A pod has a view only at steps at which something of it was seen, so a dead pod has none, and
 * a step is judged by what was known then, whether or not the pod came back later.
 */
public final class PodViews {
  private final SortedMap<String, Map<String, Series>> pods = new TreeMap<>();

  /**
   * The views of a workload.
   *
   * @param pods pod → metric → its series; all series of all pods begin at the same step
   */
  public PodViews(Map<String, Map<String, Series>> pods) {
    pods.forEach((pod, series) -> this.pods.put(pod, Map.copyOf(series)));
    long beginnings =
        this.pods.values().stream()
            .flatMap(series -> series.values().stream())
            .mapToLong(Series::firstStep)
            .distinct()
            .count();
    if (beginnings > 1) {
      throw new IllegalArgumentException("the series of a workload must begin at one step");
    }
  }

  /** The names of the pods, in order. */
  public Set<String> pods() {
    return pods.keySet();
  }

  /** The view of a pod at a position, if it was seen then and long enough before. */
  public Optional<PodView> at(String pod, int position) {
    Map<String, Series> own = pods.getOrDefault(pod, Map.of());
    if (own.values().stream().noneMatch(series -> series.known(position))) {
      return Optional.empty();
    }
    PodView view = new PodView(own, peers(pod, own.keySet(), position), position);
    return view.tellsEnough() ? Optional.of(view) : Optional.empty();
  }

  private Map<String, double[]> peers(String pod, Set<String> metrics, int position) {
    Map<String, double[]> peers = new HashMap<>();
    for (String metric : metrics) {
      double[] values = new double[pods.size()];
      int n = 0;
      for (Map.Entry<String, Map<String, Series>> other : pods.entrySet()) {
        Series series = other.getValue().get(metric);
        if (series != null && series.known(position) && !other.getKey().equals(pod)) {
          values[n++] = series.value(position);
        }
      }
      peers.put(metric, Arrays.copyOf(values, n));
    }
    return peers;
  }
}

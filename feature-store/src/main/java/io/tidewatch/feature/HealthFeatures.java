package io.tidewatch.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The features of one pod's health: for each metric its change, spread and trend over several
 * windows and how strange it is beside the pod's own last hour and beside its peers now. All are
 * relative to the pod's own level, but for shares of a limit, where the share itself matters.
 *
 * <p>This is the one definition for training (Spark) and for detection (serving).
 */
public final class HealthFeatures {
  /** The metrics that are looked at, by their names in the catalogue's built-in queries. */
  public static final List<String> METRICS =
      List.of(
          "cpu_usage",
          "cpu_throttled",
          "memory_working_set",
          "memory_of_limit",
          "network_receive",
          "network_transmit",
          "open_connections",
          "heap_after_gc",
          "gc_time",
          "pod_request_rate",
          "pod_error_rate",
          "pod_latency_p95");

  /** Metrics whose value itself says something about any pod. */
  private static final List<String> SHARES = List.of("cpu_throttled", "memory_of_limit", "gc_time");

  private static final List<String> COUNTERS = List.of("restarts", "oom_kills");

  private HealthFeatures() {}

  /** The present version of the set. */
  public static FeatureSet<PodView> set() {
    List<Feature<PodView>> features = new ArrayList<>();
    SHARES.forEach(metric -> add(features, metric, "now", view -> view.value(metric)));
    METRICS.forEach(metric -> windows(features, metric));
    COUNTERS.forEach(metric -> add(features, metric, "range_60", view -> view.range(metric, 60)));
    add(features, "worst", "own_score", view -> worst(m -> view.ownScore(m, 60)));
    add(features, "worst", "peer_score", view -> worst(view::peerScore));
    return new FeatureSet<>("health", 1, features);
  }

  /** The score of one metric, for {@link #worst}. */
  @FunctionalInterface
  private interface Score {
    double of(String metric);
  }

  /** The score that is farthest from 0, with its sign. */
  private static double worst(Score score) {
    return METRICS.stream().map(score::of).max(Comparator.comparingDouble(Math::abs)).orElseThrow();
  }

  static void windows(List<Feature<PodView>> features, String metric) {
    for (int w : new int[] {5, 15, 30}) {
      add(features, metric, "change_" + w, view -> view.change(metric, w));
    }
    for (int w : new int[] {15, 60}) {
      add(features, metric, "deviation_" + w, view -> view.deviation(metric, w));
    }
    for (int w : new int[] {10, 30, 60, 240}) {
      add(features, metric, "slope_" + w, view -> view.slope(metric, w));
    }
    add(features, metric, "range_720", view -> view.range(metric, 720));
    add(features, metric, "own_score_60", view -> view.ownScore(metric, 60));
    add(features, metric, "peer_score", view -> view.peerScore(metric));
    add(features, metric, "unknown_15", view -> view.unknown(metric, 15));
  }

  static void add(
      List<Feature<PodView>> features,
      String metric,
      String what,
      Feature.Formula<PodView> formula) {
    features.add(new Feature<>(metric + "_" + what, "1", formula));
  }
}

package io.tidewatch.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

  /** Multiples of what is usual for this pod. */
  private static final String LEVEL = "level";

  private static final String SCORE = "deviations";

  private static final int[] WINDOWS = {5, 15, 30, 60};
  private static final int[] TRENDS = {10, 30, 60, 240};

  private HealthFeatures() {}

  /** Every metric that the set reads. */
  public static List<String> inputs() {
    return Stream.concat(METRICS.stream(), COUNTERS.stream()).toList();
  }

  /** The present version of the set. */
  public static FeatureSet<PodView> set() {
    List<Feature<PodView>> features = new ArrayList<>();
    SHARES.forEach(
        metric -> add(features, metric, "now", "share", "its value", v -> v.value(metric)));
    METRICS.forEach(metric -> windows(features, metric));
    COUNTERS.forEach(
        metric ->
            add(
                features,
                metric,
                "range_60",
                LEVEL,
                "highest less lowest of the last 60 steps ÷ level",
                view -> view.range(metric, 60)));
    worst(features, "own_score", "own_score_60", view -> worst(m -> view.ownScore(m, 60)));
    worst(features, "peer_score", "peer_score", view -> worst(view::peerScore));
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

  private static void worst(
      List<Feature<PodView>> features, String what, String of, Feature.Formula<PodView> formula) {
    String meaning = "of all metrics' " + of + " the one farthest from 0";
    features.add(new Feature<>("worst_" + what, SCORE, "all metrics", meaning, formula));
  }

  static void windows(List<Feature<PodView>> features, String metric) {
    for (int w : WINDOWS) {
      String meaning = "mean of the last " + w + " steps ÷ level, less 1";
      add(features, metric, "change_" + w, LEVEL, meaning, view -> view.change(metric, w));
    }
    for (int w : WINDOWS) {
      String meaning = "standard deviation of the last " + w + " steps ÷ level";
      add(features, metric, "deviation_" + w, LEVEL, meaning, view -> view.deviation(metric, w));
    }
    for (int w : TRENDS) {
      String meaning = "rate of change over the last " + w + " steps ÷ level";
      add(features, metric, "slope_" + w, LEVEL + "/step", meaning, view -> view.slope(metric, w));
    }
    add(
        features,
        metric,
        "range_720",
        LEVEL,
        "highest less lowest of the last 720 steps ÷ level",
        view -> view.range(metric, 720));
    scores(features, metric);
  }

  private static void scores(List<Feature<PodView>> features, String metric) {
    add(
        features,
        metric,
        "own_score_60",
        SCORE,
        "anomaly score against the pod's own 60 steps before, robust",
        view -> view.ownScore(metric, 60));
    add(
        features,
        metric,
        "peer_score",
        SCORE,
        "anomaly score against the workload's other pods now, robust",
        view -> view.peerScore(metric));
    add(
        features,
        metric,
        "unknown_15",
        "share",
        "share of the last 15 steps that is unknown",
        view -> view.unknown(metric, 15));
  }

  static void add(
      List<Feature<PodView>> features,
      String metric,
      String what,
      String unit,
      String meaning,
      Feature.Formula<PodView> formula) {
    features.add(new Feature<>(metric + "_" + what, unit, metric, meaning, formula));
  }
}

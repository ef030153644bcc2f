package io.tidewatch.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PodFeaturesTest {
  private static final FeatureSet<PodView> HEALTH = HealthFeatures.set();
  private static final int LENGTH = 900;
  private static final int NOW = LENGTH - 1;

  private static double[] noisy(Random random, double level, double gapShare) {
    return random
        .doubles(LENGTH)
        .map(x -> random.nextDouble() < gapShare ? Double.NaN : level * (0.9 + 0.2 * x))
        .toArray();
  }

  private static Map<String, double[]> pod(long seed, double gapShare) {
    Random random = new Random(seed);
    Map<String, double[]> values = new TreeMap<>();
    HealthFeatures.METRICS.forEach(m -> values.put(m, noisy(random, 100, gapShare)));
    return values;
  }

  private static PodView view(Map<String, double[]> pod, int from) {
    Map<String, Series> series = new TreeMap<>();
    pod.forEach((m, v) -> series.put(m, Series.of(from, Arrays.copyOfRange(v, from, LENGTH))));
    return new PodView(series, Map.of("cpu_usage", new double[] {99, 100, 101}), NOW - from);
  }

  private static double valueOf(String name, PodView view) {
    return HEALTH.vector(view)[HEALTH.names().indexOf(name)];
  }

  @Property(tries = 50)
  void aServingWindowGivesTheBitsOfTheWholeHistory(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double gapShare) {
    Map<String, double[]> pod = pod(seed, gapShare);
    int from = NOW - PodView.LOOK_BACK;
    assertArrayEquals(HEALTH.vector(view(pod, 0)), HEALTH.vector(view(pod, from)));
  }

  @Property(tries = 50)
  void everyFeatureIsFiniteWhateverIsMissing(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double gapShare) {
    Map<String, double[]> pod = pod(seed, gapShare);
    pod.keySet().removeIf(metric -> metric.hashCode() % 3 == 0);
    for (double value : HEALTH.vector(view(pod, 0))) {
      assertTrue(Double.isFinite(value));
    }
  }

  @Property(tries = 50)
  void aPodTenTimesAsLargeLooksTheSame(@ForAll long seed) {
    Map<String, double[]> small = pod(seed, 0.05);
    Map<String, double[]> large = new TreeMap<>();
    small.forEach((m, v) -> large.put(m, Arrays.stream(v).map(x -> 10 * x).toArray()));
    for (String name : HEALTH.names()) {
      if (!name.endsWith("_now") && !name.startsWith("cpu_usage") && !name.startsWith("worst")) {
        assertEquals(valueOf(name, view(small, 0)), valueOf(name, view(large, 0)), 1e-6, name);
      }
    }
  }

  @Test
  void a_leak_shows_in_the_trend_and_against_the_peers_before_the_limit() {
    Map<String, double[]> pod = pod(7, 0);
    double[] cpu = pod.get("cpu_usage");
    for (int i = 0; i < 60; i++) {
      cpu[NOW - i] = 300 - 3 * i;
    }
    PodView view = view(pod, 0);
    assertTrue(valueOf("cpu_usage_slope_30", view) > 0.01);
    assertTrue(valueOf("cpu_usage_peer_score", view) > 20);
    assertEquals(valueOf("cpu_usage_peer_score", view), valueOf("worst_peer_score", view));
  }

  @Test
  void what_is_unknown_is_no_evidence() {
    Map<String, double[]> pod = pod(7, 0);
    Arrays.fill(pod.get("cpu_usage"), NOW - 15, LENGTH, Double.NaN);
    PodView view = view(pod, 0);
    assertEquals(0, valueOf("cpu_usage_own_score_60", view));
    assertEquals(0, valueOf("cpu_usage_peer_score", view));
    assertEquals(1, valueOf("cpu_usage_unknown_15", view));
    assertFalse(new PodView(Map.of(), Map.of(), 0).tellsEnough());
    assertTrue(view.tellsEnough());
  }

  @Test
  void an_error_burst_shows_in_the_log() {
    Map<String, Series> counts = new TreeMap<>();
    double[] lines = new double[LENGTH];
    double[] errors = new double[LENGTH];
    Arrays.fill(lines, 20);
    errors[NOW] = 10;
    counts.put("log_lines", Series.of(0, lines));
    counts.put("log_errors", Series.of(0, errors));
    FeatureSet<PodView> set = LogFeatures.set();
    double[] vector = set.vector(new PodView(counts, Map.of(), NOW));
    assertEquals(0.5, vector[set.names().indexOf("log_errors_share")]);
    assertEquals(50, vector[set.names().indexOf("log_errors_own_score_60")]);
    assertEquals(0, vector[set.names().indexOf("log_lines_own_score_60")]);
  }

  @Test
  void series_of_different_beginnings_are_refused() {
    Map<String, Series> series = Map.of("a", Series.of(0, 1), "b", Series.of(1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PodView(series, Map.of(), 0));
  }
}

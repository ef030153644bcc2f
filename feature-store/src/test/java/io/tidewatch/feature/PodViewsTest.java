package io.tidewatch.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.PodLogs.Counts;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What serving computes from its window is what Spark computes from the history, bit for bit. */
class PodViewsTest {
  private static final FeatureSet<PodView> HEALTH = HealthFeatures.set();
  private static final FeatureSet<PodView> LOG = LogFeatures.set();
  private static final int LENGTH = 1_000;

  @Property(tries = 40)
  void every_health_feature_of_a_serving_window_has_the_bits_of_the_history(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 1) double gapShare,
      @ForAll @IntRange(min = 1, max = 4) int pods,
      @ForAll @IntRange(min = 0, max = LENGTH - 1) int now) {
    Map<String, Map<String, double[]>> history = history(seed, gapShare, pods);
    int from = Math.max(0, now - PodView.LOOK_BACK);
    PodViews whole = views(history, 0, LENGTH);
    PodViews window = views(history, from, now + 1);
    for (String pod : whole.pods()) {
      Optional<double[]> stored = whole.at(pod, now).map(HEALTH::vector);
      Optional<double[]> served = window.at(pod, now - from).map(HEALTH::vector);
      assertEquals(stored.isPresent(), served.isPresent());
      stored.ifPresent(vector -> assertArrayEquals(vector, served.orElseThrow()));
    }
  }

  @Property(tries = 40)
  void every_log_feature_of_a_serving_window_has_the_bits_of_the_history(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 1) double silence,
      @ForAll @IntRange(min = PodLogs.LOOK_BACK, max = 2_499) int now) {
    Random random = new Random(seed);
    Map<Integer, Counts> written = new HashMap<>();
    BitSet seen = new BitSet();
    BitSet missing = new BitSet();
    for (int i = 0; i < 2_500; i++) {
      if (random.nextDouble() >= silence * silence) {
        written.put(i, new Counts(random.nextInt(40), random.nextInt(5), random.nextInt(3), 4, 1));
      }
      seen.set(i, random.nextInt(20) > 0);
      missing.set(i, random.nextInt(50) == 0);
    }
    int from = now - PodLogs.LOOK_BACK;
    Optional<double[]> stored = log(written, seen, missing, 0, 2_500).at("a", now).map(LOG::vector);
    Optional<double[]> served =
        log(written, seen, missing, from, now + 1).at("a", now - from).map(LOG::vector);
    assertEquals(stored.isPresent(), served.isPresent());
    stored.ifPresent(vector -> assertArrayEquals(vector, served.orElseThrow()));
  }

  @Test
  void a_pod_has_no_view_before_it_was_born_nor_after_its_death() {
    double[] values = new double[LENGTH];
    Arrays.fill(values, Double.NaN);
    Arrays.fill(values, 100, 200, 5);
    PodViews views = new PodViews(Map.of("a", Map.of("cpu_usage", Series.of(0, values))));
    assertFalse(views.at("a", 99).isPresent());
    assertFalse(views.at("a", 105).isPresent(), "six values say too little");
    assertTrue(views.at("a", 199).isPresent());
    assertFalse(views.at("a", 200).isPresent());
    assertFalse(views.at("another", 150).isPresent());
  }

  @Test
  void peers_are_the_other_pods_that_were_seen_at_that_step() {
    Map<String, Map<String, Series>> pods = new HashMap<>();
    for (String pod : List.of("a", "b", "c", "d")) {
      double[] values = new double[100];
      Arrays.fill(values, pod.equals("d") ? 1_000 : 10);
      values[99] = pod.equals("c") ? Double.NaN : values[99];
      pods.put(pod, Map.of("cpu_usage", Series.of(0, values)));
    }
    PodViews views = new PodViews(pods);
    assertEquals(50, views.at("d", 99).orElseThrow().peerScore("cpu_usage"));
    assertEquals(0, views.at("a", 98).orElseThrow().peerScore("cpu_usage"));
    pods.remove("b");
    PodViews fewer = new PodViews(pods);
    assertEquals(0, fewer.at("d", 99).orElseThrow().peerScore("cpu_usage"), "one peer is no crowd");
  }

  @Test
  void silence_is_zero_only_where_it_was_heard() {
    BitSet seen = new BitSet();
    seen.set(0, 1_500);
    seen.clear(20);
    BitSet missing = new BitSet();
    missing.set(30, 40);
    Map<Integer, Counts> written =
        Map.of(10, new Counts(3, 1, 2, 2, 1), 35, new Counts(9, 9, 9, 9, 9));
    BitSet lines = new BitSet();
    written.keySet().forEach(lines::set);
    Map<String, Series> series =
        PodLogs.series(0, 1_500, written, seen, PodLogs.heard(1_500, lines, missing));
    Series errors = series.get("log_errors");
    assertFalse(errors.known(9), "nobody has written yet: are its logs read at all?");
    assertEquals(2, errors.value(10));
    assertEquals(0, errors.value(11));
    assertFalse(errors.known(20), "nothing shows that it lived then");
    assertFalse(errors.known(35), "what was read of a gap is no count");
    assertTrue(errors.known(35 + PodLogs.LISTENED_FOR));
    assertFalse(errors.known(36 + PodLogs.LISTENED_FOR), "nobody has written for too long");
  }

  @Test
  void pods_whose_series_begin_at_different_steps_are_refused() {
    Map<String, Map<String, Series>> pods =
        Map.of("a", Map.of("x", Series.of(0, 1)), "b", Map.of("x", Series.of(1, 1)));
    assertThrows(IllegalArgumentException.class, () -> new PodViews(pods));
  }

  private static PodViews log(
      Map<Integer, Counts> written, BitSet seen, BitSet missing, int from, int to) {
    Map<Integer, Counts> window = new HashMap<>();
    BitSet lines = new BitSet();
    written.forEach(
        (i, counts) -> {
          if (i >= from && i < to) {
            window.put(i - from, counts);
            lines.set(i - from);
          }
        });
    BitSet heard = PodLogs.heard(to - from, lines, missing.get(from, to));
    Map<String, Series> series = PodLogs.series(from, to - from, window, seen.get(from, to), heard);
    return new PodViews(Map.of("a", series));
  }

  private static Map<String, Map<String, double[]>> history(long seed, double gaps, int pods) {
    Random random = new Random(seed);
    Map<String, Map<String, double[]>> history = new HashMap<>();
    for (int pod = 0; pod < pods; pod++) {
      Map<String, double[]> series = new HashMap<>();
      for (String metric : HealthFeatures.inputs()) {
        double[] values = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
          values[i] = random.nextDouble() < gaps ? Double.NaN : 100 * random.nextDouble();
        }
        if (random.nextInt(4) > 0) {
          series.put(metric, values);
        }
      }
      history.put("pod-" + pod, series);
    }
    return history;
  }

  private static PodViews views(Map<String, Map<String, double[]>> history, int from, int to) {
    Map<String, Map<String, Series>> pods = new HashMap<>();
    history.forEach(
        (pod, metrics) -> {
          Map<String, Series> series = new HashMap<>();
          metrics.forEach(
              (m, v) -> series.put(m, Series.of(from, Arrays.copyOfRange(v, from, to))));
          pods.put(pod, series);
        });
    return new PodViews(pods);
  }
}

package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history must be neither a clean sine nor mere noise; scored on its last 30 %. */
class ForecastabilityTest {
  private static final int DAY = Moment.MINUTES_A_DAY;

  private interface Forecast {
    double of(double[] demand, double[] level, int origin, int horizon);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 2026})
  void seasonal_naive_misses_by_ten_percent_at_fifteen_steps_on_at_least_four(long seed) {
    Map<String, Double> wape = new TreeMap<>();
    Histories.demands(seed).forEach((w, y) -> wape.put(w, wape(y, 15, this::yesterday)));

    long missed = wape.values().stream().filter(error -> error >= 10).count();

    assertTrue(missed >= 4, () -> "WAPE of seasonal naive: " + wape);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 42})
  void what_the_past_days_did_at_this_time_beats_both_baselines_on_most(long seed) {
    Map<String, double[]> demands = Histories.demands(seed);
    for (int h : new int[] {5, 10, 15}) {
      Map<String, String> scores = new TreeMap<>();
      long better =
          demands.entrySet().stream()
              .filter(e -> learnable(e.getKey(), e.getValue(), h, scores))
              .count();
      assertTrue(better >= 5, () -> "horizon " + h + ", learned / last / yesterday: " + scores);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 42})
  void a_smoothed_level_beats_the_last_value_on_most(long seed) {
    Map<String, String> scores = new TreeMap<>();
    long better =
        Histories.demands(seed).entrySet().stream()
            .filter(
                e -> {
                  double smooth = wape(e.getValue(), 15, (y, level, t, h) -> level[t]);
                  double last = wape(e.getValue(), 15, (y, level, t, h) -> y[t]);
                  scores.put(e.getKey(), "%.2f / %.2f".formatted(smooth, last));
                  return smooth < last;
                })
            .count();

    assertTrue(better >= 4, () -> "level / last value: " + scores);
  }

  private boolean learnable(String name, double[] y, int h, Map<String, String> scores) {
    double learned = wape(y, h, this::usualCourse);
    double last = wape(y, h, (values, level, t, steps) -> values[t]);
    double yesterday = wape(y, h, this::yesterday);
    scores.put(name, "%.2f / %.2f / %.2f".formatted(learned, last, yesterday));
    return learned < last && learned < yesterday;
  }

  private double yesterday(double[] y, double[] level, int t, int h) {
    return y[t + h - DAY];
  }

  /** The level now, changed as the past days on average changed from this time on. */
  private double usualCourse(double[] y, double[] level, int t, int h) {
    double then = 0;
    double before = 0;
    for (int day = 1; day <= 9; day++) {
      then += y[t + h - day * DAY] / level[t];
      before += level[t - day * DAY] / level[t];
    }
    return level[t] * then / before;
  }

  /** 100 · Σ|y − f| ÷ Σy. */
  private static double wape(double[] y, int h, Forecast forecast) {
    double[] level = level(y);
    double missed = 0;
    double all = 0;
    for (int t = y.length * 7 / 10; t < y.length - h; t++) {
      missed += Math.abs(y[t + h] - Math.max(0, forecast.of(y, level, t, h)));
      all += y[t + h];
    }
    return 100 * missed / all;
  }

  /** EWMA with a span of five minutes. */
  private static double[] level(double[] y) {
    double[] level = y.clone();
    for (int i = 1; i < y.length; i++) {
      level[i] = level[i - 1] + (y[i] - level[i - 1]) / 3;
    }
    return level;
  }
}

package io.tidewatch.feature;

import io.tidewatch.domain.Series;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/**
 * One pod as it was known at one step: its own series, and what its peers (the other pods of its
 * workload) showed at that step. Looks back at most {@link #LOOK_BACK} steps.
 *
 * <p>What is unknown says nothing: a change, a slope or a score without enough known values is 0,
 * never a guess, and {@link #unknown} tells how much was missing. For one thread.
 */
public final class PodView {
  /** Steps before the present one that a view may read: half a day. */
  public static final int LOOK_BACK = 720;

  private static final int LEVEL_WINDOW = 60;
  private static final int FEWEST = 10;
  private static final int FEWEST_PEERS = 2;

  /** Consistency of the median absolute deviation with a normal distribution's deviation. */
  private static final double MAD_TO_DEVIATION = 1.4826;

  /** A spread below this share of the level is taken for it: a flat line makes nothing strange. */
  private static final double SMALLEST_SPREAD = 0.05;

  private static final double SMALLEST_LEVEL = 1e-9;
  private static final double BOUND = 50;

  private final Map<String, Series> own;
  private final Map<String, double[]> peers;
  private final Map<String, Double> levels = new HashMap<>();
  private final int now;

  /**
   * A view at position {@code now} of series that begin at the same step.
   *
   * @param own metric → the pod's series; a metric that is not there is unknown
   * @param peers metric → known values of the other pods at that step
   */
  public PodView(Map<String, Series> own, Map<String, double[]> peers, int now) {
    this.own = Map.copyOf(own);
    this.peers = Map.copyOf(peers);
    this.now = now;
    requireOneBeginning();
  }

  private void requireOneBeginning() {
    Iterator<Series> each = own.values().iterator();
    long first = each.hasNext() ? each.next().firstStep() : 0;
    while (each.hasNext()) {
      if (each.next().firstStep() != first) {
        throw new IllegalArgumentException("the series of one pod must begin at one step");
      }
    }
  }

  /** Whether enough of at least one metric is known for scores to mean something. */
  public boolean tellsEnough() {
    return own.keySet().stream().anyMatch(metric -> window(metric, LEVEL_WINDOW).length >= FEWEST);
  }

  @Override
  public String toString() {
    return "a pod at position " + now + " of " + own.keySet();
  }

  /** The value now; 0 where it is unknown. */
  public double value(String metric) {
    return known(metric) ? series(metric).value(now) : 0;
  }

  /** (Mean of the last {@code w} steps ÷ level) − 1. */
  public double change(String metric, int w) {
    double[] window = window(metric, w);
    return window.length == 0 ? 0 : relative(metric, mean(window) - level(metric));
  }

  /** Standard deviation over the last {@code w} steps ÷ level. */
  public double deviation(String metric, int w) {
    double[] window = window(metric, w);
    double mean = mean(window);
    double squares = 0;
    for (double value : window) {
      squares += (value - mean) * (value - mean);
    }
    return window.length == 0 ? 0 : relative(metric, Math.sqrt(squares / window.length));
  }

  /** Highest less lowest of the last {@code w} steps ÷ level. */
  public double range(String metric, int w) {
    double[] window = window(metric, w);
    if (window.length == 0) {
      return 0;
    }
    double highest = window[0];
    double lowest = window[0];
    for (double value : window) {
      highest = Math.max(highest, value);
      lowest = Math.min(lowest, value);
    }
    return relative(metric, highest - lowest);
  }

  /** Change per step over the last {@code w} steps ÷ level: newer half less older half. */
  public double slope(String metric, int w) {
    int half = w / 2;
    double[] newer = window(metric, now, half);
    double[] older = window(metric, now - half, half);
    boolean told = newer.length * 2 >= half && older.length * 2 >= half && half > 0;
    return told ? relative(metric, (mean(newer) - mean(older)) / half) : 0;
  }

  /**
   * How far the value now lies from the {@code w} steps before it, in robust deviations: (value −
   * median) ÷ (1.4826 · median absolute deviation), within ±50 (Iglewicz and Hoaglin 1993).
   */
  public double ownScore(String metric, int w) {
    double[] before = window(metric, now - 1, w);
    return known(metric) && before.length >= FEWEST ? score(value(metric), before) : 0;
  }

  /** How far the value now lies from the peers' values now, in robust deviations; 0 without two. */
  public double peerScore(String metric) {
    double[] others = peers.getOrDefault(metric, new double[0]);
    return known(metric) && others.length >= FEWEST_PEERS ? score(value(metric), others) : 0;
  }

  /** The share of the last {@code w} steps that is unknown. */
  public double unknown(String metric, int w) {
    return 1 - window(metric, w).length / (double) w;
  }

  private boolean known(String metric) {
    return own.containsKey(metric) && series(metric).known(now);
  }

  private Series series(String metric) {
    return Objects.requireNonNull(own.get(metric), metric);
  }

  private double[] window(String metric, int w) {
    return window(metric, now, w);
  }

  private double[] window(String metric, int end, int w) {
    if (!own.containsKey(metric)) {
      return new double[0];
    }
    Series series = series(metric);
    double[] values = new double[w];
    int n = 0;
    for (int i = end - w + 1; i <= end; i++) {
      if (series.known(i)) {
        values[n++] = series.value(i);
      }
    }
    return Arrays.copyOf(values, n);
  }

  /** What is usual for this pod: the median of the last hour. */
  private double level(String metric) {
    // Nearly every feature of a metric asks for it, and it costs a sort.
    return levels.computeIfAbsent(metric, name -> median(window(name, LEVEL_WINDOW)));
  }

  private double relative(String metric, double difference) {
    return bounded(difference / (Math.abs(level(metric)) + SMALLEST_LEVEL));
  }

  private static double score(double value, double[] others) {
    double median = median(others);
    double[] distances = new double[others.length];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.abs(others[i] - median);
    }
    double spread = MAD_TO_DEVIATION * median(distances);
    double least = SMALLEST_SPREAD * Math.abs(median) + SMALLEST_LEVEL;
    return bounded((value - median) / Math.max(spread, least));
  }

  private static double bounded(double value) {
    return Math.max(-BOUND, Math.min(BOUND, value));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

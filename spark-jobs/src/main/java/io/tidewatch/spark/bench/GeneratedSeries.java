package io.tidewatch.spark.bench;

import io.tidewatch.domain.UserException;
import java.nio.charset.StandardCharsets;

/**
 * Series whose every value follows from its query, its pod and its step, so that what has landed
 * can be checked and two runs see the same.
 *
 * <p>A value is a whole number of {@link #UNIT}ths. Half of them have few digits as gauges do, half
 * as many as a rate has.
 *
 * @param series how many there are, over all queries
 */
record GeneratedSeries(int series) {
  /** As many metrics as a small catalogue asks for; each has a tenth of the series. */
  static final int QUERIES = 10;

  /** Every value times this is a whole number. */
  static final int UNIT = 7_000;

  private static final int VALUES = 1 << 16;
  private static final int PODS_PER_WORKLOAD = 10;

  GeneratedSeries {
    if (series < QUERIES || series % QUERIES != 0) {
      throw new UserException(
          "--series is not valid",
          series + " series cannot be dealt out to " + QUERIES + " queries",
          "give multiples of " + QUERIES + ", as 1000,10000");
    }
  }

  /** How many pods there are; each has one series per query. */
  int pods() {
    return series / QUERIES;
  }

  /** The catalogue that asks for all series. */
  String catalogue(String step, String settle) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("timescale: { step: ").append(step).append(" }\n");
    yaml.append("settle: ").append(settle).append("\nqueries:\n");
    for (int query = 0; query < QUERIES; query++) {
      yaml.append("  - { name: m").append(query).append(", promql: m").append(query);
      yaml.append(", level: pod }\n");
    }
    return yaml.append("workloads:\n  - { workload: bench/w0, demand: m0 }\n").toString();
  }

  /** The labels of a pod's series, as the API writes them. */
  static byte[] labels(int pod) {
    String text =
        "{\"namespace\":\"bench\",\"workload\":\"w%d\",\"pod\":\"w%d-7c9b5d8f64-%05d\"}"
            .formatted(pod / PODS_PER_WORKLOAD, pod / PODS_PER_WORKLOAD, pod);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A value in {@link #UNIT}ths. */
  static long units(int query, int pod, long step) {
    int drawn = drawn(query, pod, step);
    return drawn % 2 == 0 ? 7L * drawn : drawn;
  }

  /** The same as the API writes it, by {@link #drawn}. */
  static byte[][] texts() {
    byte[][] texts = new byte[VALUES][];
    for (int drawn = 0; drawn < VALUES; drawn++) {
      double value = drawn % 2 == 0 ? drawn / 1_000.0 : drawn / (double) UNIT;
      texts[drawn] = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
    return texts;
  }

  /** Which of all values it is. */
  static int drawn(int query, int pod, long step) {
    long mixed = (step * 31 + pod) * QUERIES + query;
    mixed *= 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 48);
  }

  /** The weight of a step in {@link #sum}, so that a value at a wrong step shows. */
  static long weight(long step) {
    return step % 1_009 + 1;
  }

  /** Σ units · weight over all series and the steps in (after, until]. */
  long sum(long after, long until) {
    long sum = 0;
    for (long step = after + 1; step <= until; step++) {
      long ofStep = 0;
      for (int pod = 0; pod < pods(); pod++) {
        for (int query = 0; query < QUERIES; query++) {
          ofStep += units(query, pod, step);
        }
      }
      sum += ofStep * weight(step);
    }
    return sum;
  }
}

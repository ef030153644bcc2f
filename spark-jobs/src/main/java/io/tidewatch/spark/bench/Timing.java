package io.tidewatch.spark.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How long a work took.
 *
 * @param seconds wall time
 * @param cpuSeconds processor time of this process, which hardly depends on what else runs
 */
record Timing(double seconds, double cpuSeconds) {
  static Timing of(Runnable work) {
    long began = System.nanoTime();
    long cpu = ProcessUse.cpuNanos();
    work.run();
    return new Timing((System.nanoTime() - began) / 1e9, (ProcessUse.cpuNanos() - cpu) / 1e9);
  }

  /** The middle one of some figures. */
  static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest of the figures that at least this share of them does not exceed. */
  static double percentile(double[] figures, double share) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}

package io.tidewatch.spark.anomaly;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of theirs.
 * 0 where one of them ranks nothing.
 */
final class RankCorrelation {
  private RankCorrelation() {}

  static double of(double[] one, double[] other) {
    double[] a = ranks(one);
    double[] b = ranks(other);
    double middle = (one.length - 1) / 2.0;
    double both = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - middle) * (b[i] - middle);
      squaresOfA += (a[i] - middle) * (a[i] - middle);
      squaresOfB += (b[i] - middle) * (b[i] - middle);
    }
    boolean ranked = squaresOfA > 0 && squaresOfB > 0;
    return ranked ? both / Math.sqrt(squaresOfA * squaresOfB) : 0;
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}

package io.tidewatch.spark.anomaly;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one feature has to do with a score.
 *
 * @param feature its position
 * @param doublings by how many doublings it raised the score
 * @param deviations how far it is from the training's mean, in standard deviations; the sign says
 *     to which side
 */
record FeatureShare(int feature, double doublings, double deviations) {

  /** The features that raised a row's score most, at most {@code count}. */
  static List<FeatureShare> strongest(Forest forest, float[] row, int count) {
    double[] doublings = forest.doublings(row);
    float[] standard = forest.standardiser().apply(row);
    return IntStream.range(0, row.length)
        .filter(i -> doublings[i] > 0)
        .mapToObj(i -> new FeatureShare(i, doublings[i], standard[i]))
        .sorted(
            Comparator.comparingDouble(FeatureShare::doublings)
                .reversed()
                .thenComparingInt(FeatureShare::feature))
        .limit(count)
        .toList();
  }

  /** To which side it is unusual. */
  String direction() {
    return deviations >= 0 ? "high" : "low";
  }
}

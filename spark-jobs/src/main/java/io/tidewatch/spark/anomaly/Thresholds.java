package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.Severity;
import io.tidewatch.evaluate.Quantiles;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Which scores are anomalies, and how severe they are, from the scores of the training.
 *
 * @param anomaly scores above it are anomalies
 * @param warning the 0.999 quantile, at least {@code anomaly}
 * @param critical the 0.9999 quantile, at least {@code warning}
 */
record Thresholds(double anomaly, double warning, double critical) implements Serializable {
  /** A score of 0.5 is what the paper calls usual. */
  private static final double USUAL = 0.5;

  private static final double AUTO_QUANTILE = 0.99;

  /** Of a training. */
  static Thresholds of(double[] scores, ForestSettings settings) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double anomaly =
        settings.isAuto()
            ? Math.max(USUAL, Quantiles.ofSorted(sorted, AUTO_QUANTILE))
            : Quantiles.ofSorted(sorted, 1 - settings.contamination());
    double warning = Math.max(anomaly, Quantiles.ofSorted(sorted, 0.999));
    return new Thresholds(anomaly, warning, Math.max(warning, Quantiles.ofSorted(sorted, 0.9999)));
  }

  boolean isAnomaly(double score) {
    return score > anomaly;
  }

  Severity severity(double score) {
    return Severity.of(score, warning, critical);
  }
}

package io.tidewatch.policy;

import io.tidewatch.domain.PeakDistribution;
import java.util.Arrays;

/** Peak distributions that a test can reason about. */
final class TestingPeaks {
  private TestingPeaks() {}

  /** A peak that is known. */
  static PeakDistribution certain(double peak, int steps) {
    return between(peak, peak, steps);
  }

  /** A peak that lies anywhere between two values with the same chance. */
  static PeakDistribution between(double low, double high, int steps) {
    double[] quantiles = new double[PeakDistribution.GRID];
    Arrays.setAll(quantiles, i -> low + (high - low) * i / (PeakDistribution.GRID - 1));
    Arrays.sort(quantiles);
    return new PeakDistribution(steps, quantiles);
  }
}

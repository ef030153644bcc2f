package io.tidewatch.domain;

import java.util.Arrays;

/**
 * The distribution of the highest demand within the next {@code steps} steps, as equally spaced
 * quantiles (0 %, 1 %, … 100 %) in demand units.
 */
public record PeakDistribution(int steps, double[] quantiles) {
  public static final int GRID = 101;

  public PeakDistribution {
    if (steps < 1) {
      throw new IllegalArgumentException("a peak needs at least one step");
    }
    if (quantiles.length != GRID) {
      throw new IllegalArgumentException("a peak distribution has " + GRID + " quantiles");
    }
    quantiles = quantiles.clone();
    for (int i = 0; i < GRID; i++) {
      if (!Double.isFinite(quantiles[i]) || (i > 0 && quantiles[i] < quantiles[i - 1])) {
        throw new IllegalArgumentException("quantiles must be finite and not fall");
      }
    }
  }

  /** The demand that the peak stays below with probability {@code p} (0..1), interpolated. */
  public double quantile(double p) {
    double position = Math.min(1, Math.max(0, p)) * (GRID - 1);
    int below = (int) Math.floor(position);
    if (below == GRID - 1) {
      return quantiles[below];
    }
    return quantiles[below] + (position - below) * (quantiles[below + 1] - quantiles[below]);
  }

  /** The probability that the peak is above {@code demand}. */
  public double probabilityAbove(double demand) {
    if (demand < quantiles[0]) {
      return 1;
    }
    int above = 0;
    while (above < GRID && quantiles[above] <= demand) {
      above++;
    }
    if (above == GRID) {
      return 0;
    }
    double low = quantiles[above - 1];
    double position = above - 1 + (demand - low) / (quantiles[above] - low);
    return 1 - position / (GRID - 1);
  }

  @Override
  public double[] quantiles() {
    return quantiles.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeakDistribution that
        && steps == that.steps
        && Arrays.equals(quantiles, that.quantiles);
  }

  @Override
  public int hashCode() {
    return 31 * steps + Arrays.hashCode(quantiles);
  }

  @Override
  public String toString() {
    return "PeakDistribution[steps=%d, median=%.3f, q95=%.3f]"
        .formatted(steps, quantile(0.5), quantile(0.95));
  }
}

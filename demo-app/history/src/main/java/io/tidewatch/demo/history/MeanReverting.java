package io.tidewatch.demo.history;

/**
 * Mean-reverting noise of one day at a time: x(t) = φ·x(t−1) + σ·√(1−φ²)·ε(t), an AR(1) process of
 * standard deviation σ.
 *
 * <p>The recursion of a day starts with nothing one whole day earlier, so a day needs no other day,
 * and at midnight two days differ by no more than φ^1440 of the deviation: less than 0.1 % for φ ≤
 * 0.995, which is why larger ones are refused.
 */
public record MeanReverting(double phi, double deviation) {
  /** Refuses what would not revert within a day. */
  public MeanReverting {
    if (!(phi >= 0 && phi <= 0.995)) {
      throw new IllegalArgumentException("phi must lie in [0, 0.995]: " + phi);
    }
    if (!(deviation >= 0)) {
      throw new IllegalArgumentException("the deviation must not be negative: " + deviation);
    }
  }

  /** The 1440 values of the UTC day, minute by minute. */
  public double[] day(Noise noise, long epochDay) {
    double step = deviation * StrictMath.sqrt(1 - phi * phi);
    long first = (epochDay - 1) * Moment.MINUTES_A_DAY;
    double[] values = new double[Moment.MINUTES_A_DAY];
    double state = 0;
    for (int i = 0; i < 2 * Moment.MINUTES_A_DAY; i++) {
      state = phi * state + step * noise.gaussian(first + i);
      if (i >= Moment.MINUTES_A_DAY) {
        values[i - Moment.MINUTES_A_DAY] = state;
      }
    }
    return values;
  }
}

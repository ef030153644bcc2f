package io.tidewatch.spark.feedback;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * Sums over predictions that have met their truth, so that pooling loses nothing.
 *
 * @param scored how many
 * @param truth Σy
 * @param absolute Σ|y−ŷ|
 * @param pinball Σ of the pinball losses of both bounds of the 90 % interval
 * @param covered how many truths lay inside of it
 */
record ForecastTally(long scored, double truth, double absolute, double pinball, long covered)
    implements Serializable {
  static final ForecastTally NOTHING = new ForecastTally(0, 0, 0, 0, 0);

  private static final double TAIL = 0.05;

  /** With one prediction more. */
  ForecastTally with(double real, double point, double lower, double upper) {
    return new ForecastTally(
        scored + 1,
        truth + real,
        absolute + Math.abs(real - point),
        pinball + pinball(TAIL, real - lower) + pinball(1 - TAIL, real - upper),
        covered + (lower <= real && real <= upper ? 1 : 0));
  }

  /** Both together. */
  ForecastTally plus(ForecastTally other) {
    return new ForecastTally(
        scored + other.scored,
        truth + other.truth,
        absolute + other.absolute,
        pinball + other.pinball,
        covered + other.covered);
  }

  /** max(0, 1 − Σ|y−ŷ| ÷ Σy); empty where Σy is 0. */
  OptionalDouble accuracy() {
    return truth > 0
        ? OptionalDouble.of(Math.max(0, 1 - absolute / truth))
        : OptionalDouble.empty();
  }

  /** Σ|y−ŷ| ÷ Σy in percent; empty where Σy is 0. */
  OptionalDouble wape() {
    return truth > 0 ? OptionalDouble.of(100 * absolute / truth) : OptionalDouble.empty();
  }

  /** The mean loss of both bounds together, in demand units. */
  double meanPinball() {
    return pinball / scored;
  }

  /** The share of truths inside the interval. */
  double coverage() {
    return (double) covered / scored;
  }

  private static double pinball(double p, double miss) {
    return Math.max(p * miss, (p - 1) * miss);
  }
}

package io.tidewatch.serving.score;

import io.tidewatch.mlflow.WorkloadModel.Bounds;

/**
 * How far one horizon's interval has been moved since its model came, so that its coverage stays
 * honest when the demand changes its ways: adaptive conformal inference (Gibbs and Candès 2021), on
 * the bounds themselves (the quantile tracker of Angelopoulos, Candès and Tibshirani 2023), each
 * side for itself:
 *
 * <pre>
 *   shift ← shift + η·(1{truth beyond the bound} − 5 %)
 *   bound = the package's bound ± shift · the width of the package's interval
 * </pre>
 *
 * <p>A side stands still where it is missed once in twenty steps. Whatever the demand does, the
 * share of misses over T steps is off 5 % by at most (the range of the shift) ÷ (η·T).
 *
 * @param lower of the lower bound, in widths; more is lower
 * @param upper of the upper bound, in widths; more is higher
 */
public record IntervalShift(double lower, double upper) {
  /** The package's own interval. */
  public static final IntervalShift NONE = new IntervalShift(0, 0);

  private static final double RATE = 0.05;
  private static final double MISSED = 0.05;
  // The two bounds never meet, and an outage does not blow an interval up beyond use.
  private static final double LEAST = -0.45;
  private static final double MOST = 4;

  public IntervalShift {
    lower = bounded(lower);
    upper = bounded(upper);
  }

  /** What it is after a truth that had this interval. */
  public IntervalShift scored(double truth, double from, double to) {
    return new IntervalShift(moved(lower, truth < from), moved(upper, truth > to));
  }

  /** The package's bounds, moved. */
  public Bounds of(Bounds bounds) {
    double width = bounds.upper() - bounds.lower();
    return new Bounds(bounds.lower() - lower * width, bounds.upper() + upper * width);
  }

  private static double moved(double shift, boolean missed) {
    return shift + RATE * ((missed ? 1 : 0) - MISSED);
  }

  private static double bounded(double shift) {
    return Math.max(LEAST, Math.min(MOST, shift));
  }
}

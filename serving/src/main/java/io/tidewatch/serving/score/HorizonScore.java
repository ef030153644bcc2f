package io.tidewatch.serving.score;

import java.util.OptionalDouble;

/**
 * How the forecasts of one horizon did over the last scored steps.
 *
 * @param horizon steps ahead
 * @param absoluteError Σ|y−ŷ|, in demand units
 * @param truth Σy, in demand units
 * @param covered steps whose truth lay inside the 90 % interval
 * @param steps how many were scored
 */
public record HorizonScore(
    int horizon, double absoluteError, double truth, int covered, int steps) {
  /** max(0, 1 − Σ|y−ŷ|/Σy); empty when nothing was demanded. */
  public OptionalDouble accuracy() {
    return truth > 0
        ? OptionalDouble.of(Math.max(0, 1 - absoluteError / truth))
        : OptionalDouble.empty();
  }

  /** Share (0..1) of the scored steps inside the interval. */
  public double coverage() {
    return (double) covered / steps;
  }
}

package io.tidewatch.serving.score;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How the forecasts of one horizon did over the last scored steps.
 *
 * @param horizon steps ahead
 * @param absoluteError Σ|y−ŷ|, in demand units
 * @param truth Σy, in demand units
 * @param pinball Σ of the pinball losses of both bounds of the 90 % interval, in demand units
 * @param covered steps whose truth lay inside the 90 % interval
 * @param steps how many were scored
 */
public record HorizonScore(
    int horizon, double absoluteError, double truth, double pinball, int covered, int steps) {
  /** Several workloads' scores as one per horizon, in the order of the horizons. */
  public static List<HorizonScore> totals(Collection<List<HorizonScore>> all) {
    Map<Integer, HorizonScore> byHorizon = new TreeMap<>();
    all.forEach(
        scores ->
            scores.forEach(score -> byHorizon.merge(score.horizon(), score, HorizonScore::plus)));
    return List.copyOf(byHorizon.values());
  }

  private HorizonScore plus(HorizonScore other) {
    return new HorizonScore(
        horizon,
        absoluteError + other.absoluteError,
        truth + other.truth,
        pinball + other.pinball,
        covered + other.covered,
        steps + other.steps);
  }

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

package io.tidewatch.domain;

import java.time.Instant;

/**
 * The forecast demand of one step ahead with its 90 % interval, in demand units.
 *
 * @param interpolated whether it lies between two trained horizons
 */
public record ForecastPoint(
    Instant at, int horizon, double expected, double lower, double upper, boolean interpolated) {
  public ForecastPoint {
    if (horizon < 1) {
      throw new IllegalArgumentException("a horizon is at least one step");
    }
    if (!(lower <= upper) || !Double.isFinite(expected + lower + upper) || lower < 0) {
      throw new IllegalArgumentException(
          "a forecast needs finite 0 <= lower <= upper: " + lower + ", " + expected + ", " + upper);
    }
  }
}

package io.tidewatch.policy.simulate;

import io.tidewatch.domain.PeakDistribution;
import java.util.List;

/**
 * What a model says at one minute of a replay.
 *
 * @param expected demand {@link #HORIZON} minutes ahead
 * @param lower of its 90 % interval
 * @param upper of its 90 % interval
 * @param peaks the highest demand within one or more windows ahead, at least one
 */
public record MinuteForecast(
    double expected, double lower, double upper, List<PeakDistribution> peaks) {
  /** The horizon, in minutes, by which forecasts are trusted or not. */
  public static final int HORIZON = 5;

  public MinuteForecast {
    peaks = List.copyOf(peaks);
    if (peaks.isEmpty()) {
      throw new IllegalArgumentException("a forecast needs at least one peak");
    }
  }
}

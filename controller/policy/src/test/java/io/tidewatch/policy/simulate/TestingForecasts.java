package io.tidewatch.policy.simulate;

import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.PeakDistribution;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Forecasts that need no model. */
final class TestingForecasts implements ForecastSource {
  private final DemandTrace trace;
  private final boolean perfect;

  private TestingForecasts(DemandTrace trace, boolean perfect) {
    this.trace = trace;
    this.perfect = perfect;
  }

  /** Knows the future. */
  static ForecastSource perfect(DemandTrace trace) {
    return new TestingForecasts(trace, true);
  }

  /** Says that demand stays, and that its peak lies between that and half as much again. */
  static ForecastSource persistent(DemandTrace trace) {
    return new TestingForecasts(trace, false);
  }

  @Override
  public Optional<MinuteForecast> at(int minute) {
    double now = trace.at(minute);
    if (perfect) {
      double then = trace.at(Math.min(trace.testMinutes() - 1, minute + MinuteForecast.HORIZON));
      return Optional.of(
          new MinuteForecast(
              then, then, then, List.of(known(minute, 2), known(minute, 3), known(minute, 5))));
    }
    double[] grid = new double[PeakDistribution.GRID];
    Arrays.setAll(grid, i -> now * (1 + 0.005 * i));
    return Optional.of(
        new MinuteForecast(now, 0.8 * now, 1.2 * now, List.of(new PeakDistribution(5, grid))));
  }

  private PeakDistribution known(int minute, int steps) {
    double[] grid = new double[PeakDistribution.GRID];
    Arrays.fill(grid, trace.peak(minute + 1, minute + steps));
    return new PeakDistribution(steps, grid);
  }

  @Override
  public Optional<HeldOutError> heldOut() {
    return Optional.of(new HeldOutError(MinuteForecast.HORIZON, 5, 10, 10, 0.9, 10, 500));
  }
}

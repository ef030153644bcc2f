package io.tidewatch.spark.backtest;

import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.policy.simulate.ForecastSource;
import io.tidewatch.policy.simulate.MinuteForecast;
import io.tidewatch.spark.evaluate.Calibration;
import io.tidewatch.spark.evaluate.WorkloadScore;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The forecasts of a trained model over the test part of one workload, minute by minute. */
public final class RowsForecasts implements ForecastSource {
  private final WorkloadScore score;
  private final List<Optional<MinuteForecast>> forecasts;

  RowsForecasts(WorkloadRows rows, ForecastModel model, WorkloadScore score) {
    this(rows, model, score, 0);
  }

  /** The same, but with forecasts only from a step of the workload's history on. */
  public RowsForecasts(WorkloadRows rows, ForecastModel model, WorkloadScore score, int from) {
    this.score = score;
    int start = rows.split().trainEnd();
    List<Optional<MinuteForecast>> minutes =
        new ArrayList<>(Collections.nCopies(rows.split().length() - start, Optional.empty()));
    for (int row = 0; row < rows.size() && !score.calibration().isEmpty(); row++) {
      if (rows.positions()[row] >= Math.max(start, from)) {
        minutes.set(rows.positions()[row] - start, Optional.of(forecast(rows, model, row)));
      }
    }
    this.forecasts = List.copyOf(minutes);
  }

  @Override
  public Optional<MinuteForecast> at(int minute) {
    return forecasts.get(minute);
  }

  @Override
  public Optional<HeldOutError> heldOut() {
    return score.heldOutBefore().stream()
        .filter(error -> error.horizon() == MinuteForecast.HORIZON)
        .findFirst();
  }

  private MinuteForecast forecast(WorkloadRows rows, ForecastModel model, int row) {
    Calibration calibration = score.calibration();
    double level = rows.level(row);
    double expected = score.method().expected(model, rows, row, 0);
    double reference = Math.max(level, expected);
    double[] peak =
        DoubleStream.of(calibration.peak()).map(q -> Math.max(0, reference + level * q)).toArray();
    return new MinuteForecast(
        expected,
        Math.max(0, expected + level * calibration.lower()[0]),
        Math.max(0, expected + level * calibration.upper()[0]),
        List.of(new PeakDistribution(Calibration.PEAK_STEPS, peak)));
  }
}

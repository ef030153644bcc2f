package io.tidewatch.spark.evaluate;

import io.tidewatch.evaluate.ErrorMetric;
import io.tidewatch.evaluate.IntervalMetric;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores forecasts on a part of one workload that they were not fitted on.
 *
 * <p>Origins are every fifth step whose own demand and whose target's demand were measured; every
 * method is scored on the same ones.
 */
final class HeldOut {
  private static final int STRIDE = 5;
  private static final double HIGH = 0.9;

  private final WorkloadRows rows;
  private final ForecastModel model;
  private final int from;
  private final int to;

  private HeldOut(WorkloadRows rows, ForecastModel model, int from, int to) {
    this.rows = rows;
    this.model = model;
    this.from = from;
    this.to = to;
  }

  /** On the test part. */
  static HeldOut test(WorkloadRows rows, ForecastModel model) {
    return new HeldOut(rows, model, rows.split().trainEnd(), rows.split().length());
  }

  /** On the calibration part, for a model that has not seen it. */
  static HeldOut calibration(WorkloadRows rows, ForecastModel model) {
    return new HeldOut(rows, model, rows.split().fitEnd(), rows.split().trainEnd());
  }

  /** The score at one horizon, if there is an origin and any demand. */
  Optional<ForecastCell> score(Method method, String name, Calibration calibration, int index) {
    int horizon = DemandFeatures.HORIZONS.get(index);
    int[] origins = origins(horizon);
    double[] truth = Arrays.stream(origins).mapToDouble(row -> truth(row, horizon)).toArray();
    double truthSum = Arrays.stream(truth).sum();
    if (calibration.isEmpty() || !(truthSum > 0)) {
      return Optional.empty();
    }
    double[] expected =
        Arrays.stream(origins)
            .mapToDouble(row -> method.expected(model, rows, row, index))
            .toArray();
    Band band = band(calibration, origins, expected, index);
    double mae = ErrorMetric.MAE.of(truth, expected);
    return Optional.of(
        new ForecastCell(
            rows.workload(),
            horizon,
            name,
            mae,
            ErrorMetric.WAPE.of(truth, expected),
            mae / usualChange(),
            IntervalMetric.pinball(HIGH, truth, band.high),
            IntervalMetric.coverage(truth, band.lower, band.upper),
            IntervalMetric.width(truth, band.lower, band.upper),
            origins.length,
            mae * truth.length,
            truthSum));
  }

  private record Band(double[] lower, double[] upper, double[] high) {}

  private Band band(Calibration calibration, int[] origins, double[] expected, int index) {
    Band band =
        new Band(
            new double[origins.length], new double[origins.length], new double[origins.length]);
    for (int i = 0; i < origins.length; i++) {
      double level = rows.level(origins[i]);
      band.lower[i] = Math.max(0, expected[i] + level * calibration.lower()[index]);
      band.upper[i] = Math.max(0, expected[i] + level * calibration.upper()[index]);
      band.high[i] = calibration.quantile(HIGH, expected[i], level, index);
    }
    return band;
  }

  private int[] origins(int horizon) {
    return IntStream.range(0, rows.size())
        .filter(row -> rows.positions()[row] >= from && rows.positions()[row] % STRIDE == 0)
        .filter(row -> rows.scored().get(rows.positions()[row]))
        .filter(row -> rows.truth(row, horizon, to).isPresent())
        .toArray();
  }

  private double truth(int row, int horizon) {
    return rows.truth(row, horizon, to).orElseThrow();
  }

  /** Mean |y_t − y_{t−1}| before the test part, over steps whose both ends are known. */
  private double usualChange() {
    return IntStream.range(1, rows.split().trainEnd())
        .filter(step -> rows.known().get(step) && rows.known().get(step - 1))
        .mapToDouble(step -> Math.abs(rows.demand()[step] - rows.demand()[step - 1]))
        .average()
        .orElse(1);
  }
}

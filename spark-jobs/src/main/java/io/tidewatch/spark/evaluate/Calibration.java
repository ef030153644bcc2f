package io.tidewatch.spark.evaluate;

import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.evaluate.Quantiles;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How far one workload's demand strays from a forecast, as quantiles of (truth − forecast) ÷ level
 * over data that the forecast was not fitted on.
 *
 * <p>Split conformal prediction (Vovk, Gammerman and Shafer 2005): the quantiles of the residuals
 * become the interval's bounds, each side by itself because demand is skewed.
 *
 * @param residuals per horizon, {@link PeakDistribution#GRID} quantiles (0 %, 1 %, … 100 %)
 * @param lower per horizon, the conformal 5 % bound
 * @param upper per horizon, the conformal 95 % bound
 * @param peak quantiles of (peak of the next {@link #PEAK_STEPS} − reference) ÷ level, where the
 *     reference is the larger of level and nearest forecast
 */
public record Calibration(double[][] residuals, double[] lower, double[] upper, double[] peak)
    implements Serializable {
  /** How far the peak looks ahead. */
  public static final int PEAK_STEPS = 5;

  private static final double TAIL = 0.05;

  /** Calibrates on a workload's calibration part; without residuals there the result is empty. */
  static Calibration of(Method method, ForecastModel model, WorkloadRows rows) {
    int horizons = DemandFeatures.HORIZONS.size();
    double[][] sorted = new double[horizons][];
    for (int i = 0; i < horizons; i++) {
      sorted[i] = residuals(method, model, rows, i);
    }
    return of(sorted, peakResiduals(method, model, rows));
  }

  /** Calibrates on residuals that are sorted already. */
  static Calibration of(double[][] sorted, double[] peak) {
    boolean empty = peak.length == 0 || Arrays.stream(sorted).anyMatch(s -> s.length == 0);
    if (empty) {
      return new Calibration(new double[0][], new double[0], new double[0], new double[0]);
    }
    return new Calibration(
        Arrays.stream(sorted).map(Calibration::grid).toArray(double[][]::new),
        Arrays.stream(sorted).mapToDouble(s -> Quantiles.conformalLower(s, TAIL)).toArray(),
        Arrays.stream(sorted).mapToDouble(s -> Quantiles.conformalUpper(s, 1 - TAIL)).toArray(),
        grid(peak));
  }

  /** What holds over several workloads, each counting alike. */
  public static Calibration pooled(List<Calibration> all) {
    double[][] residuals = new double[DemandFeatures.HORIZONS.size()][];
    for (int i = 0; i < residuals.length; i++) {
      int index = i;
      residuals[i] =
          all.stream().flatMapToDouble(c -> Arrays.stream(c.residuals[index])).sorted().toArray();
    }
    return of(
        residuals, all.stream().flatMapToDouble(c -> Arrays.stream(c.peak)).sorted().toArray());
  }

  /** Whether there was nothing to calibrate on. */
  public boolean isEmpty() {
    return peak.length == 0;
  }

  /** The {@code p}-quantile forecast at the {@code index}-th horizon. */
  double quantile(double p, double expected, double level, int index) {
    return Math.max(0, expected + level * Quantiles.ofSorted(residuals[index], p));
  }

  /** Mean |truth − forecast| over the calibration part and all horizons; infinite without any. */
  static double meanAbsoluteError(Method method, ForecastModel model, WorkloadRows rows) {
    int end = rows.split().trainEnd();
    return rows(rows)
        .boxed()
        .flatMapToDouble(
            row ->
                IntStream.range(0, DemandFeatures.HORIZONS.size())
                    .mapToObj(
                        i -> {
                          OptionalDouble truth =
                              rows.truth(row, DemandFeatures.HORIZONS.get(i), end);
                          return truth.isEmpty()
                              ? truth
                              : OptionalDouble.of(
                                  Math.abs(
                                      truth.getAsDouble() - method.expected(model, rows, row, i)));
                        })
                    .flatMapToDouble(OptionalDouble::stream))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static double[] residuals(
      Method method, ForecastModel model, WorkloadRows rows, int index) {
    int horizon = DemandFeatures.HORIZONS.get(index);
    int end = rows.split().trainEnd();
    return rows(rows)
        .mapToObj(
            row -> {
              OptionalDouble truth = rows.truth(row, horizon, end);
              return truth.isEmpty()
                  ? truth
                  : OptionalDouble.of(
                      (truth.getAsDouble() - method.expected(model, rows, row, index))
                          / rows.level(row));
            })
        .flatMapToDouble(OptionalDouble::stream)
        .sorted()
        .toArray();
  }

  private static double[] peakResiduals(Method method, ForecastModel model, WorkloadRows rows) {
    int end = rows.split().trainEnd();
    return rows(rows)
        .mapToObj(
            row -> {
              OptionalDouble peak = rows.peak(row, PEAK_STEPS, end);
              double reference = Math.max(rows.level(row), method.expected(model, rows, row, 0));
              return peak.isEmpty()
                  ? peak
                  : OptionalDouble.of((peak.getAsDouble() - reference) / rows.level(row));
            })
        .flatMapToDouble(OptionalDouble::stream)
        .sorted()
        .toArray();
  }

  /** The rows of the calibration part. */
  static IntStream rows(WorkloadRows rows) {
    return IntStream.range(0, rows.size())
        .filter(row -> rows.positions()[row] >= rows.split().fitEnd())
        .filter(row -> rows.positions()[row] < rows.split().trainEnd());
  }

  private static double[] grid(double[] sorted) {
    int last = PeakDistribution.GRID - 1;
    return DoubleStream.iterate(0, i -> i <= last, i -> i + 1)
        .map(i -> Quantiles.ofSorted(sorted, i / last))
        .toArray();
  }
}

package io.tidewatch.spark.evaluate;

import io.tidewatch.domain.HeldOutError;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What training has found out about one workload.
 *
 * @param method what forecasts it: the trees, its linear model, or a baseline, whichever was better
 *     on the calibration part
 * @param calibration of that method
 * @param cells the held-out scores of our forecast ({@link #OURS}) and of both baselines
 * @param before the same on the calibration part, known before the test part began
 */
public record WorkloadScore(
    String workload,
    Method method,
    Calibration calibration,
    List<ForecastCell> cells,
    List<ForecastCell> before)
    implements Serializable {
  /** Our forecast's name in reports. */
  public static final String OURS = "tidewatch";

  private static final List<Method> BASELINES = List.of(Method.LAST_VALUE, Method.SEASONAL_NAIVE);

  /**
   * Scores a workload.
   *
   * @param calibrating the model that has not seen the calibration part
   * @param model the model that is scored on the test part, and will be served
   */
  public static WorkloadScore of(
      WorkloadRows rows, ForecastModel calibrating, ForecastModel model) {
    Method method = best(rows, calibrating);
    Calibration calibration = Calibration.of(method, calibrating, rows);
    return new WorkloadScore(
        rows.workload(),
        method,
        calibration,
        cells(HeldOut.test(rows, model), rows, calibrating, method, calibration),
        cells(HeldOut.calibration(rows, calibrating), rows, calibrating, method, calibration));
  }

  private static List<ForecastCell> cells(
      HeldOut heldOut,
      WorkloadRows rows,
      ForecastModel calibrating,
      Method method,
      Calibration calibration) {
    List<ForecastCell> cells = new ArrayList<>();
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      heldOut.score(method, OURS, calibration, i).ifPresent(cells::add);
      for (Method baseline : BASELINES) {
        Calibration its = Calibration.of(baseline, calibrating, rows);
        heldOut.score(baseline, baseline.label(), its, i).ifPresent(cells::add);
      }
    }
    return cells;
  }

  /**
   * The held-out errors as a package holds them; a horizon without all three scores is left out.
   */
  public List<HeldOutError> heldOut() {
    return errors(cells);
  }

  /** The errors on the calibration part: what was known when the test part began. */
  public List<HeldOutError> heldOutBefore() {
    return errors(before);
  }

  private static List<HeldOutError> errors(List<ForecastCell> cells) {
    List<HeldOutError> errors = new ArrayList<>();
    for (ForecastCell ours : cells) {
      if (ours.method().equals(OURS)) {
        errors.add(
            new HeldOutError(
                ours.horizon(),
                ours.wape(),
                wape(cells, Method.LAST_VALUE, ours.horizon()),
                wape(cells, Method.SEASONAL_NAIVE, ours.horizon()),
                ours.coverage90(),
                ours.width90(),
                ours.origins()));
      }
    }
    return errors;
  }

  private static double wape(List<ForecastCell> cells, Method method, int horizon) {
    return cells.stream()
        .filter(cell -> cell.method().equals(method.label()) && cell.horizon() == horizon)
        .mapToDouble(ForecastCell::wape)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("every method is scored on equal origins"));
  }

  /**
   * The better family, or a baseline with a smaller mean absolute residual on the calibration part.
   */
  private static Method best(WorkloadRows rows, ForecastModel calibrating) {
    Method best = FamilyChoice.of(calibrating, rows);
    double least = Calibration.meanAbsoluteError(best, calibrating, rows);
    for (Method method : BASELINES) {
      double error = Calibration.meanAbsoluteError(method, calibrating, rows);
      if (error < least) {
        least = error;
        best = method;
      }
    }
    return best;
  }
}

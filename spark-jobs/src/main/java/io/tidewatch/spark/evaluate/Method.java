package io.tidewatch.spark.evaluate;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.ForecastModel;

/** What can forecast a workload; the package names one of these for each. */
public enum Method {
  /** Gradient-boosted trees. */
  GBT("gbt") {
    @Override
    public double expected(ForecastModel model, WorkloadRows rows, int row, int index) {
      return model.expected(rows.vectors()[row], index);
    }
  },
  /** The linear model of the workload itself. */
  LINEAR(WorkloadModel.LINEAR) {
    @Override
    public double expected(ForecastModel model, WorkloadRows rows, int row, int index) {
      return model.expectedByLine(rows.workload(), rows.vectors()[row], index);
    }
  },
  /** The demand stays as it is. */
  LAST_VALUE("last-value") {
    @Override
    public double expected(ForecastModel model, WorkloadRows rows, int row, int index) {
      return rows.lastValue(row);
    }
  },
  /** The demand will be what it was one day before the target. */
  SEASONAL_NAIVE("seasonal-naive") {
    @Override
    public double expected(ForecastModel model, WorkloadRows rows, int row, int index) {
      return rows.seasonalNaive(row, DemandFeatures.HORIZONS.get(index));
    }
  };

  private final String label;

  Method(String label) {
    this.label = label;
  }

  /** Its name in packages and reports. */
  public String label() {
    return label;
  }

  /** Its forecast at the {@code index}-th horizon of a row, in demand units. */
  public abstract double expected(ForecastModel model, WorkloadRows rows, int row, int index);
}

package io.tidewatch.operator;

import io.tidewatch.domain.WorkloadId;
import java.util.List;
import java.util.Map;

/** Where forecasts come from; a failure is an answer without a forecast, never an exception. */
public interface Forecaster {
  /** One answer per workload. */
  Map<WorkloadId, ForecastAnswer> forecasts(List<WorkloadId> workloads);
}

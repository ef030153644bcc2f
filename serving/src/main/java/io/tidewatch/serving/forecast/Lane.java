package io.tidewatch.serving.forecast;

import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.serving.score.ForecastScores;
import io.tidewatch.serving.window.DemandWindow;

/** All that is kept about one workload from step to step; used by one thread. */
record Lane(WorkloadSpec spec, DemandWindow window, ForecastScores scores, Advisor advisor) {
  static Lane of(WorkloadSpec spec, DemandWindow window) {
    ForecastScores scores = new ForecastScores(DemandFeatures.HORIZONS, Advisor.leadSteps(spec));
    return new Lane(spec, window, scores, new Advisor(spec));
  }
}

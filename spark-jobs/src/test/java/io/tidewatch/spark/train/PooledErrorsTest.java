package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.evaluate.Calibration;
import io.tidewatch.spark.evaluate.ForecastCell;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import java.util.List;
import org.junit.jupiter.api.Test;

class PooledErrorsTest {
  private static final Calibration NONE =
      new Calibration(new double[0][], new double[0], new double[0], new double[0]);

  @Test
  void large_workloads_weigh_by_their_demand() {
    PooledErrors pooled =
        PooledErrors.of(List.of(score("shop/web", 9_000, 4), score("shop/tiny", 1_000, 14)));
    assertEquals(List.of(new PooledErrors.PooledError(5, WorkloadScore.OURS, 5)), pooled.errors());
  }

  @Test
  void without_any_score_there_is_nothing_to_pool() {
    assertEquals(List.of(), PooledErrors.of(List.of()).errors());
  }

  private static WorkloadScore score(String workload, double demand, double wape) {
    ForecastCell cell =
        new ForecastCell(
            workload,
            5,
            WorkloadScore.OURS,
            1,
            wape,
            1,
            1,
            0.9,
            20,
            100,
            demand * wape / 100,
            demand);
    return new WorkloadScore(workload, Method.GBT, NONE, List.of(cell), List.of());
  }
}

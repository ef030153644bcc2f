package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.evaluate.Calibration;
import io.tidewatch.spark.evaluate.ForecastCell;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.evaluate.WorkloadScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Calibration NONE =
      new Calibration(new double[0][], new double[0], new double[0], new double[0]);

  @Test
  void a_model_that_beats_both_baselines_at_every_horizon_passes() {
    assertTrue(Gate.of(List.of(score("shop/web", 1_000, 5, 6, 7))).passed());
  }

  @Test
  void one_baseline_at_one_horizon_is_enough_to_refuse_and_is_named() {
    List<ForecastCell> cells = new ArrayList<>(score("shop/web", 1_000, 5, 6, 7).cells());
    cells.removeIf(cell -> cell.horizon() == 10 && cell.method().equals("seasonal-naive"));
    cells.add(cell("shop/web", 10, "seasonal-naive", 1_000, 4.5));
    Gate gate = Gate.of(List.of(new WorkloadScore("shop/web", Method.GBT, NONE, cells, List.of())));
    assertFalse(gate.passed());
    assertTrue(gate.reason().contains("at 10 steps 5.00 % against the seasonal-naive's 4.50 %"));
  }

  @Test
  void as_good_as_the_last_value_is_not_better() {
    assertFalse(Gate.of(List.of(score("shop/web", 1_000, 5, 5, 7))).passed());
  }

  @Test
  void large_workloads_weigh_by_their_demand() {
    WorkloadScore large = score("shop/web", 9_000, 4, 6, 7);
    WorkloadScore small = score("shop/tiny", 1_000, 14, 6, 7);
    Gate gate = Gate.of(List.of(large, small));
    assertEquals(5, ours(gate), 1e-9);
    assertTrue(gate.passed(), "what one small workload loses the large one makes good");
    assertEquals(Map.of(5, 3L, 10, 3L, 15, 3L), countByHorizon(gate));
  }

  @Test
  void without_any_score_nothing_passes() {
    assertFalse(Gate.of(List.of()).passed());
  }

  private static double ours(Gate gate) {
    return gate.pooled().stream()
        .filter(error -> error.method().equals(WorkloadScore.OURS) && error.horizon() == 5)
        .findFirst()
        .orElseThrow()
        .wape();
  }

  private static Map<Integer, Long> countByHorizon(Gate gate) {
    return gate.pooled().stream()
        .collect(Collectors.groupingBy(Gate.PooledError::horizon, Collectors.counting()));
  }

  private static WorkloadScore score(
      String workload, double demand, double ours, double lastValue, double seasonal) {
    List<ForecastCell> cells = new ArrayList<>();
    for (int horizon : DemandFeatures.HORIZONS) {
      cells.add(cell(workload, horizon, WorkloadScore.OURS, demand, ours));
      cells.add(cell(workload, horizon, "last-value", demand, lastValue));
      cells.add(cell(workload, horizon, "seasonal-naive", demand, seasonal));
    }
    return new WorkloadScore(workload, Method.GBT, NONE, cells, List.of());
  }

  private static ForecastCell cell(
      String workload, int horizon, String method, double demand, double wape) {
    return new ForecastCell(
        workload, horizon, method, 1, wape, 1, 1, 0.9, 20, 100, demand * wape / 100, demand);
  }
}

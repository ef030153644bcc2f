package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.HpaSettings;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a backtest replays besides the trace.
 *
 * @param userHpa the HPA as its user wrote it: the counterfactual
 * @param capacity demand per ready pod, if it is known
 * @param startupSeconds start-up times to replay
 * @param kappas points of the curve over κ
 * @param capacityFactors misjudged capacities to replay, 1 left out
 * @param curvesOf policies whose counts over time are kept, at the first start-up time
 */
public record BacktestPlan(
    HpaSettings userHpa,
    OptionalDouble capacity,
    List<Integer> startupSeconds,
    List<Double> kappas,
    List<Double> capacityFactors,
    Set<String> curvesOf) {
  public BacktestPlan {
    startupSeconds = List.copyOf(startupSeconds);
    kappas = List.copyOf(kappas);
    capacityFactors = List.copyOf(capacityFactors);
    curvesOf = Set.copyOf(curvesOf);
  }

  /** The benchmark's: HPA on CPU at 60 %, 2 to 2 000 pods, 60 and 120 s, ±20 % in capacity. */
  public static BacktestPlan standard() {
    return new BacktestPlan(
        new HpaSettings(0.6, 2, 2000, HpaSettings.Metric.CPU, Behavior.defaults()),
        OptionalDouble.empty(),
        List.of(60, 120),
        List.of(3.0, 6.0, 12.0, 25.0, 50.0, 100.0, 200.0),
        List.of(0.8, 1.2),
        Set.of(Contenders.ECONOMY, Contenders.COUNTERFACTUAL, Oracle.NAME));
  }
}

package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Capacity;
import java.util.List;

/**
 * What came out of a backtest.
 *
 * @param capacity demand per ready pod that the replay used
 * @param trustedShare share (0..1) of the minutes in which the forecast was trusted
 * @param demand replayed demand per step of 15 s
 * @param curves counts over time of the chosen policies
 */
public record BacktestReport(
    String trace,
    Capacity capacity,
    double trustedShare,
    List<Run> runs,
    double[] demand,
    List<SimulationResult> curves) {
  public BacktestReport {
    runs = List.copyOf(runs);
    curves = List.copyOf(curves);
  }
}

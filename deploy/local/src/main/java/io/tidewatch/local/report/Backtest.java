package io.tidewatch.local.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What the replay has written into {@code backtest.json}.
 *
 * @param costPerPodHour dollars
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Backtest(
    List<PolicyRun> runs, List<ForecastCell> forecast, List<Curve> curves, double costPerPodHour) {
  public Backtest {
    runs = runs == null ? List.of() : List.copyOf(runs);
    forecast = forecast == null ? List.of() : List.copyOf(forecast);
    curves = curves == null ? List.of() : List.copyOf(curves);
  }

  /** A replay that has not taken place. */
  public static Backtest none() {
    return new Backtest(List.of(), List.of(), List.of(), 0);
  }
}

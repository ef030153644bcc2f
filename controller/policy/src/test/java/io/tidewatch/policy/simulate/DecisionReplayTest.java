package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionReplayTest {
  private final DemandTrace trace = GoldenReplayTest.trace();
  private final DecisionReplay replay = new DecisionReplay(BacktestPlan.standard());

  @Test
  void it_decides_as_the_backtest_does() {
    ForecastSource forecasts = TestingForecasts.persistent(trace);
    DecisionReplay.Outcome outcome = replay.run(trace, forecasts).orElseThrow();
    Run same =
        new Backtest(BacktestPlan.standard())
            .run(trace, forecasts).runs().stream()
                .filter(run -> run.policy().equals("tidewatch") && run.startupSeconds() == 60)
                .findFirst()
                .orElseThrow();
    assertEquals(same.podHours(), outcome.podHours(), 1e-9);
    assertEquals(same.violationMinutes(), outcome.violationMinutes(), 1e-9);
  }

  @Test
  void who_knows_the_future_pays_less_for_pods_and_violations_together() {
    double knowing = replay.run(trace, TestingForecasts.perfect(trace)).orElseThrow().priced();
    double guessing = replay.run(trace, TestingForecasts.persistent(trace)).orElseThrow().priced();
    assertTrue(knowing < guessing, knowing + " against " + guessing);
  }

  @Test
  void a_history_without_demand_cannot_be_replayed() {
    DemandTrace idle = new DemandTrace("idle", new double[100]);
    assertEquals(Optional.empty(), replay.run(idle, ForecastSource.none()));
  }
}

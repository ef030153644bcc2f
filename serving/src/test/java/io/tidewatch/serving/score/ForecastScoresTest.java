package io.tidewatch.serving.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.Series;
import io.tidewatch.serving.Examples;
import io.tidewatch.serving.bench.SyntheticPackage;
import io.tidewatch.serving.forecast.Forecaster;
import io.tidewatch.serving.forecast.Present;
import io.tidewatch.serving.window.DemandWindow;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ForecastScoresTest {
  private static final ModelId MODEL = new ModelId("forecast", "1", "champion");
  private final ForecastScores scores = new ForecastScores(List.of(5, 10, 15), 1);
  private final DemandWindow window = new DemandWindow(1_000);

  @Test
  void accuracy_is_one_minus_the_absolute_error_over_the_demand() {
    forecastAll(100, 1_000, 1_100);
    HorizonScore five = score(5);
    // Always 110 forecast, always 100 demanded.
    assertEquals(0.9, five.accuracy().orElseThrow(), 1e-9);
    assertEquals(60, five.steps());
    assertEquals(0, five.coverage(), "110 - 5 % is above 100");
  }

  @Test
  void only_the_last_sixty_scored_steps_count() {
    forecastAll(1_000, 1_000, 1_100);
    forecastAll(110, 1_100, 1_165);
    assertEquals(1, score(5).accuracy().orElseThrow(), 1e-9);
    assertTrue(score(15).accuracy().orElseThrow() < 1, "its last ones were made longer ago");
  }

  @Test
  void an_unknown_truth_scores_nothing_until_it_arrives_late() {
    scores.made(1_000, forecast(), present());
    window.advanceTo(1_005);
    scores.settle(window);
    assertTrue(scores.scores().isEmpty());
    window.advanceTo(1_009);
    window.put(Series.of(1_005, 110));
    scores.settle(window);
    assertEquals(1, score(5).steps());
    scores.settle(window);
    assertEquals(1, score(5).steps(), "a truth is scored once");
  }

  @Test
  void accuracy_is_absent_when_nothing_was_demanded() {
    forecastAll(0, 1_000, 1_030);
    assertTrue(score(5).accuracy().isEmpty());
  }

  @Test
  void the_headline_is_the_first_horizon_that_covers_the_lead_time() {
    assertEquals(5, new ForecastScores(List.of(5, 10, 15), 5).leadHorizon());
    assertEquals(10, new ForecastScores(List.of(5, 10, 15), 6).leadHorizon());
    assertEquals(15, new ForecastScores(List.of(5, 10, 15), 99).leadHorizon());
  }

  @Test
  void trust_starts_from_the_held_out_errors_and_is_lost_when_the_baselines_do_better() {
    List<HeldOutError> good = SyntheticPackage.entry("gbt").heldOut();
    assertFalse(scores.trust().trusted());
    scores.forecastBy(MODEL, good, 100);
    assertTrue(scores.trust().trusted());
    for (int i = 0; i < 600; i++) {
      scores.forecastBy(MODEL, good, 100);
      forecastAll(100, 1_000 + i, 1_001 + i);
    }
    assertFalse(scores.trust().trusted(), "the last value was exact, the forecast 10 % too high");
    scores.forecastBy(new ModelId("forecast", "2", "champion"), good, 100);
    assertTrue(scores.trust().trusted(), "another model starts anew");
  }

  /** At each step from..to-1 the truth arrives and the same forecast is made. */
  private void forecastAll(double truth, long from, long to) {
    for (long step = from; step < to; step++) {
      window.advanceTo(step);
      window.put(Series.of(step, truth));
      scores.settle(window);
      scores.made(step, forecast(), present());
    }
  }

  private HorizonScore score(int horizon) {
    return scores.scores().stream().filter(s -> s.horizon() == horizon).findFirst().orElseThrow();
  }

  private static Forecast forecast() {
    return new Forecaster(Examples.STEP)
        .forecast(MODEL, SyntheticPackage.entry("gbt"), present(), new double[] {0.1, 0.1, 0.1});
  }

  private static Present present() {
    OptionalDouble yesterday = OptionalDouble.of(100);
    return new Present(
        Examples.WEB,
        Instant.EPOCH,
        Instant.EPOCH,
        100,
        100,
        List.of(yesterday, yesterday, yesterday));
  }
}

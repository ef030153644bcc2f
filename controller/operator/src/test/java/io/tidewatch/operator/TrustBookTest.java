package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.HeldOutError;
import io.tidewatch.domain.Timescale;
import io.tidewatch.policy.TrustGate;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrustBookTest {
  private static final Timescale TIMESCALE = Timescale.realTime();
  private static final long FIRST = TIMESCALE.stepIndex(Samples.T0);

  private final TrustBook book = new TrustBook(TIMESCALE, 1);

  @Test
  void a_model_starts_from_its_held_out_errors() {
    book.forecast(forecast(FIRST, 100), Samples.GOOD, 100);
    assertTrue(book.gate().verdict().trusted());
  }

  @Test
  void without_held_out_errors_nothing_is_trusted() {
    book.forecast(forecast(FIRST, 100), List.of(), 100);
    assertEquals(TrustGate.untried(), book.gate());
  }

  @Test
  void a_forecast_is_scored_at_its_target_time_against_last_value_and_yesterday() {
    book.truth(FIRST, OptionalDouble.of(90), OptionalDouble.empty());
    book.forecast(forecast(FIRST, 100), List.of(), 100);
    book.truth(FIRST + 1, OptionalDouble.of(95), OptionalDouble.of(70));
    // Without held-out errors the horizon is the lead time: one step.
    TrustGate expected = TrustGate.untried().scored(new TrustGate.Scored(95, 100, 90, 110, 90, 70));
    assertEquals(expected.error(), book.gate().error());
    assertEquals(expected.lastValueError(), book.gate().lastValueError());
    assertEquals(expected.seasonalError(), book.gate().seasonalError());
  }

  @Test
  void an_unknown_truth_scores_nothing() {
    book.truth(FIRST, OptionalDouble.of(90), OptionalDouble.empty());
    book.forecast(forecast(FIRST, 100), List.of(), 100);
    book.truth(FIRST + 1, OptionalDouble.empty(), OptionalDouble.of(70));
    book.truth(FIRST + 2, OptionalDouble.of(500), OptionalDouble.of(70));
    assertEquals(TrustGate.untried(), book.gate());
  }

  @Test
  void forecasts_that_miss_lose_the_trust_and_a_new_model_starts_anew() {
    trustedUntilItMisses();
    assertFalse(book.gate().verdict().trusted());
    book.forecast(named("4", forecast(FIRST + 700, 300)), Samples.GOOD, 100);
    assertTrue(book.gate().verdict().trusted());
  }

  @Test
  void an_alias_that_moves_does_not_wash_a_model_clean() {
    trustedUntilItMisses();
    Forecast same = forecast(FIRST + 700, 300);
    var promoted = new Forecast.ModelId("forecast", "3", "challenger");
    book.forecast(
        new Forecast(same.workload(), promoted, same.featureTime(), 1, same.points(), same.peak()),
        Samples.GOOD,
        100);
    assertFalse(book.gate().verdict().trusted());
  }

  @Test
  void the_shortest_trained_horizon_that_covers_the_lead_time_is_scored() {
    TrustBook slow = new TrustBook(TIMESCALE, 7);
    List<HeldOutError> errors =
        List.of(
            new HeldOutError(5, 1, 10, 10, 0.9, 20, 1_000),
            new HeldOutError(10, 50, 10, 10, 0.9, 20, 1_000));
    slow.forecast(forecast(FIRST, 100), errors, 100);
    assertFalse(slow.gate().verdict().trusted());
  }

  private void trustedUntilItMisses() {
    for (long step = FIRST; step < FIRST + 700; step++) {
      book.truth(step, OptionalDouble.of(100), OptionalDouble.of(101));
      book.forecast(forecast(step, 300), Samples.GOOD, 100);
    }
  }

  private static Forecast forecast(long step, double demand) {
    return Samples.forecast(Samples.WEB, TIMESCALE.wallTime(step), demand);
  }

  private static Forecast named(String version, Forecast made) {
    var model = new Forecast.ModelId("forecast", version, "champion");
    return new Forecast(
        made.workload(), model, made.featureTime(), made.level(), made.points(), made.peak());
  }
}

package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.HeldOutError;
import org.junit.jupiter.api.Test;

class TrustGateTest {
  private static final TrustGate.Scored GOOD = scored(101, 110, 120);
  private static final TrustGate.Scored BAD = scored(130, 110, 120);

  @Test
  void an_untried_model_is_not_trusted() {
    Trust verdict = TrustGate.untried().verdict();

    assertFalse(verdict.trusted());
    assertEquals(ReasonCode.NO_HISTORY, verdict.reason().code());
  }

  @Test
  void held_out_evidence_decides_at_the_start() {
    assertTrue(seeded(5, 6, 7, 0.9).verdict().trusted());
    assertEquals(ReasonCode.LOW_TRUST, seeded(6.5, 6, 7, 0.9).verdict().reason().code());
    assertEquals(ReasonCode.LOW_TRUST, seeded(6.5, 7, 6, 0.9).verdict().reason().code());
    assertEquals(ReasonCode.LOW_COVERAGE, seeded(5, 6, 7, 0.75).verdict().reason().code());
  }

  @Test
  void evidence_with_unknown_numbers_is_no_evidence() {
    TrustGate gate = seeded(5, 6, Double.NaN, 0.9);

    assertEquals(ReasonCode.NO_HISTORY, gate.verdict().reason().code());
  }

  @Test
  void a_few_scored_forecasts_are_not_enough_and_an_hour_is() {
    TrustGate gate = TrustGate.untried();
    assertFalse(after(gate, GOOD, 59).verdict().trusted());
    assertTrue(after(gate, GOOD, 80).verdict().trusted());
  }

  @Test
  void bad_forecasts_lose_trust_and_good_ones_win_it_back() {
    TrustGate lost = after(seeded(5, 6, 7, 0.9), BAD, 240);
    assertEquals(ReasonCode.LOW_TRUST, lost.verdict().reason().code());

    assertTrue(after(lost, GOOD, 2000).verdict().trusted());
  }

  @Test
  void trust_is_kept_at_an_error_at_which_it_would_not_be_given() {
    TrustGate.Scored slightlyWorse = scored(110.5, 110, 120);

    assertTrue(after(seeded(5, 6, 7, 0.9), slightlyWorse, 2000).verdict().trusted());
    assertFalse(after(TrustGate.untried(), slightlyWorse, 2000).verdict().trusted());
  }

  @Test
  void lost_coverage_loses_trust() {
    TrustGate.Scored outside = new TrustGate.Scored(100, 101, 100.5, 102, 110, 120);

    assertEquals(
        ReasonCode.LOW_COVERAGE,
        after(seeded(5, 6, 7, 0.9), outside, 240).verdict().reason().code());
  }

  @Test
  void an_unknown_truth_changes_nothing() {
    TrustGate gate = seeded(5, 6, 7, 0.9);

    assertEquals(gate, gate.scored(new TrustGate.Scored(Double.NaN, 1, 0, 2, 3, 4)));
  }

  private static TrustGate.Scored scored(double expected, double lastValue, double seasonal) {
    return new TrustGate.Scored(100, expected, 80, 120, lastValue, seasonal);
  }

  private static TrustGate seeded(double own, double last, double seasonal, double coverage) {
    return TrustGate.seeded(new HeldOutError(5, own, last, seasonal, coverage, 10, 500), 100);
  }

  private static TrustGate after(TrustGate gate, TrustGate.Scored one, int times) {
    TrustGate now = gate;
    for (int i = 0; i < times; i++) {
      now = now.scored(one);
    }
    return now;
  }
}

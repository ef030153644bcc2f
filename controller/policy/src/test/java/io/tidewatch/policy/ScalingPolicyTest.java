package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.PeakDistribution;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One pod carries 10; the HPA aims at 50 % and the careful profile at 80 %. */
class ScalingPolicyTest {
  private static final Trust TRUSTED = new Trust(true, new Reason(ReasonCode.TRUSTED, 0.8));
  private static final Capacity TEN = new Capacity(OptionalDouble.of(10), Capacity.Origin.EXPLICIT);

  @Test
  void pods_are_started_for_the_peak_before_it_is_there() {
    ScalingDecision decision = scale().decide(inputs(40, 5, calm(90)), settled(5)).decision();

    assertEquals(9, decision.wanted());
    assertEquals(ScalingDecision.Action.SCALE_UP, decision.action());
    assertEquals(OptionalInt.of(9), decision.predicted());
    assertEquals(List.of("Trusted", "Reactive", "Predicted"), codes(decision));
    assertEquals(
        "the forecast peak over the lead time is worth 9", decision.reasons().get(2).text());
  }

  @Test
  void demand_above_the_forecast_is_still_served() {
    assertEquals(10, scale().decide(inputs(80, 5, calm(20)), settled(5)).decision().wanted());
  }

  @Test
  void pods_are_kept_for_a_peak_that_is_only_possible() {
    DemandOutlook risky =
        new DemandOutlook(TestingPeaks.certain(40, 2), TestingPeaks.certain(90, 5));

    ScalingDecision decision = scale().decide(inputs(40, 12, risky), settled(5)).decision();

    assertEquals(9, decision.wanted());
    assertTrue(codes(decision).contains("HeldByPeak"));
  }

  @Test
  void pods_are_removed_only_after_demand_asked_for_fewer_for_a_whole_step() {
    PolicyState state = settled(10);
    for (int sync = 1; sync <= 3; sync++) {
      ScalingPolicy.Step kept = scale().decide(inputs(40, 10, calm(40)), state);
      assertEquals(10, kept.decision().wanted(), "sync " + sync);
      assertTrue(codes(kept.decision()).contains("HeldByWindow"));
      state = kept.next();
    }
    ScalingDecision removed = scale().decide(inputs(40, 10, calm(40)), state).decision();

    assertEquals(5, removed.wanted());
    assertEquals("scale_down", removed.action().label());
  }

  @Test
  void a_forecast_alone_never_lowers_the_count() {
    PolicyState state = settled(10);
    for (int sync = 0; sync < 50; sync++) {
      ScalingPolicy.Step step = scale().decide(inputs(80, 10, calm(0)), state);
      assertEquals(10, step.decision().wanted());
      state = step.next();
    }
  }

  @Test
  void a_floor_lifts_the_hpa_and_falls_back_to_it() {
    ScalingPolicy policy = policy(Actuation.FLOOR, 20);
    ScalingPolicy.Step before = policy.decide(inputs(40, 8, calm(120)), settled(8));

    assertEquals(12, before.decision().wanted());
    assertEquals(OptionalInt.of(12), before.decision().floor());
    assertEquals(8, before.decision().hpa());
    assertEquals(0.5, before.decision().target());
    assertEquals(8, policy.decide(inputs(40, 8, calm(40)), before.next()).decision().wanted());
  }

  @Test
  void the_trusted_target_saves_pods_once_the_window_has_passed() {
    ScalingPolicy policy = policy(Actuation.FLOOR_AND_TARGET, 20);
    PolicyState state = settled(8);
    ScalingDecision decision = null;
    for (int sync = 0; sync < 22; sync++) {
      ScalingPolicy.Step step = policy.decide(inputs(40, 8, calm(40)), state);
      decision = step.decision();
      state = step.next();
    }
    assertEquals(5, decision.wanted());
    assertEquals(0.8, decision.target());
  }

  @Test
  void without_trust_the_reason_and_the_hpa_are_reported() {
    PolicyInputs inputs =
        new PolicyInputs(
            OptionalDouble.of(40),
            8,
            8,
            TEN,
            50,
            Trust.withheld(ReasonCode.STALE, 300),
            Optional.of(calm(500)));
    ScalingDecision decision = scale().decide(inputs, settled(8)).decision();

    assertEquals(8, decision.wanted());
    assertEquals(List.of("Stale", "Hpa"), codes(decision));
    assertEquals("the newest data are 300 s old", decision.reasons().get(0).text());
    assertEquals(OptionalInt.empty(), decision.predicted());
  }

  @Test
  void an_unknown_capacity_keeps_the_count() {
    PolicyInputs inputs =
        new PolicyInputs(
            OptionalDouble.of(1), 8, 8, Capacity.unknown(), 50, TRUSTED, Optional.of(calm(500)));

    ScalingDecision decision = scale().decide(inputs, settled(8)).decision();

    assertEquals(8, decision.wanted());
    assertEquals("UnknownCapacity", codes(decision).get(0));
  }

  @Test
  void trust_without_a_forecast_is_no_trust() {
    PolicyInputs inputs =
        new PolicyInputs(OptionalDouble.of(40), 8, 8, TEN, 50, TRUSTED, Optional.empty());

    assertEquals(
        List.of("NoForecast", "Hpa"), codes(scale().decide(inputs, settled(8)).decision()));
  }

  @Test
  void the_bounds_are_named_when_they_are_reached() {
    ScalingPolicy tight = policy(Actuation.SCALE, 6);

    ScalingDecision decision = tight.decide(inputs(40, 5, calm(90)), settled(5)).decision();

    assertEquals(6, decision.wanted());
    assertTrue(codes(decision).contains("AtMax"));
    assertFalse(codes(decision).contains("AtMin"));
  }

  @Test
  void the_next_longer_peak_window_covers_the_lead_time() {
    PeakDistribution two = TestingPeaks.certain(2, 2);
    PeakDistribution five = TestingPeaks.certain(5, 5);

    assertEquals(new DemandOutlook(two, five), DemandOutlook.of(List.of(five, two), 2));
    assertEquals(new DemandOutlook(five, five), DemandOutlook.of(List.of(five, two), 3));
    assertEquals(new DemandOutlook(five, five), DemandOutlook.of(List.of(five, two), 9));
  }

  private static ScalingPolicy scale() {
    return policy(Actuation.SCALE, 20);
  }

  private static ScalingPolicy policy(Actuation actuation, int max) {
    HpaSettings hpa =
        new HpaSettings(0.5, 2, max, HpaSettings.Metric.REQUESTS, Behavior.defaults());
    return new ScalingPolicy(
        new PolicySettings(hpa, actuation, Profile.CAREFUL.trustedTarget(), 25));
  }

  private static PolicyInputs inputs(double demand, int count, DemandOutlook outlook) {
    return new PolicyInputs(
        OptionalDouble.of(demand), count, count, TEN, 50, TRUSTED, Optional.of(outlook));
  }

  /** A forecast that is sure of its peak. */
  private static DemandOutlook calm(double peak) {
    return new DemandOutlook(TestingPeaks.certain(peak, 2), TestingPeaks.certain(peak, 5));
  }

  private static PolicyState settled(int count) {
    return PolicyState.starting(count);
  }

  private static List<String> codes(ScalingDecision decision) {
    return decision.reasons().stream().map(reason -> reason.code().code()).toList();
  }
}

package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.HpaSettings;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterReplayTest {
  private static final int DAY = 1_440;
  private static final HpaSettings HPA =
      new HpaSettings(0.6, 2, 100, HpaSettings.Metric.CPU, Behavior.defaults());

  private final DemandTrace trace = trace(7);
  private final ForecastSource forecasts = TestingForecasts.persistent(trace);

  @Test
  void a_dearer_violation_buys_more_pods_and_is_violated_no_more() {
    // The first seven share the target, and differ in κ.
    List<Tried> tried = report(OptionalDouble.of(0.9)).tried().subList(0, 7);
    for (int i = 1; i < tried.size(); i++) {
      Spent less = total(tried.get(i - 1));
      Spent more = total(tried.get(i));
      assertTrue(more.podHours() >= 0.999 * less.podHours(), tried.toString());
      assertTrue(more.violationMinutes() <= less.violationMinutes() + 1e-9, tried.toString());
    }
    assertTrue(total(tried.get(6)).podHours() > total(tried.get(0)).podHours(), tried.toString());
  }

  @Test
  void both_parts_together_are_the_whole_replay_and_the_price_is_the_same_for_all() {
    ParameterReplay.Report report = report(OptionalDouble.of(0.9));
    assertEquals(trace.testMinutes() - 1, report.minutes());
    assertEquals(14, report.tried().size());
    double price = plan(OptionalDouble.empty()).defaultKappa() * report.usualPods() / 60;
    for (Tried each : report.tried()) {
      Spent all = total(each);
      assertEquals(all.podHours() + price * all.violationMinutes(), all.priced(), 1e-6);
    }
  }

  @Test
  void a_lower_share_of_the_trusted_target_keeps_more_pods() {
    List<Tried> tried = report(OptionalDouble.of(0.9)).tried();
    Spent whole = total(ParameterChoice.find(tried, new Candidate(1, 1)).orElseThrow());
    Spent half = total(ParameterChoice.find(tried, new Candidate(1, 0.5)).orElseThrow());
    assertTrue(half.podHours() > whole.podHours(), half + " and " + whole);
  }

  @Test
  void what_cannot_be_replayed_says_why() {
    ParameterReplay.Plan known = plan(OptionalDouble.empty());
    ParameterReplay replay = new ParameterReplay(known);
    ParameterReplay.Plan unknown =
        new ParameterReplay.Plan(HPA, OptionalDouble.empty(), OptionalDouble.empty(), 120);
    DemandTrace idle = new DemandTrace("idle", new double[5 * DAY]);
    List<Candidate> grid = Candidate.grid(false);
    assertEquals(
        "its history has no demand",
        new ParameterReplay(unknown)
            .run(idle, ForecastSource.none(), grid)
            .missing()
            .orElseThrow());
    assertTrue(
        replay.run(trace, ForecastSource.none(), grid).missing().orElseThrow().startsWith("only"),
        "no forecasts");
    DemandTrace brief = trace(3);
    String why =
        replay.run(brief, TestingForecasts.persistent(brief), grid).missing().orElseThrow();
    assertTrue(why.contains("at least 1500"), why);
  }

  private ParameterReplay.Report report(OptionalDouble trustedTarget) {
    ParameterReplay.Plan plan = plan(trustedTarget);
    return new ParameterReplay(plan)
        .run(trace, forecasts, Candidate.grid(trustedTarget.isPresent()));
  }

  private static ParameterReplay.Plan plan(OptionalDouble trustedTarget) {
    return new ParameterReplay.Plan(HPA, OptionalDouble.of(10), trustedTarget, 120);
  }

  private static Spent total(Tried tried) {
    return tried.choosing().plus(tried.validating());
  }

  private static DemandTrace trace(int days) {
    Random random = new Random(7);
    double[] values = new double[days * DAY];
    for (int i = 0; i < values.length; i++) {
      double course = 1 + 0.5 * Math.sin(2 * Math.PI * i / DAY) + (i % 30 < 4 ? 0.6 : 0);
      values[i] = 100 * course * (1 + 0.03 * random.nextGaussian());
    }
    return new DemandTrace("shop/web", values);
  }
}

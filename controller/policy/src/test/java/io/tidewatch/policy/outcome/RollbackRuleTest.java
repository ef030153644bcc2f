package io.tidewatch.policy.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RollbackRuleTest {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final ServiceLevels HALF_A_SECOND =
      new ServiceLevels(OptionalDouble.of(0.5), OptionalDouble.of(0.01));

  @Test
  void two_breaches_in_a_row_are_a_roll_back_and_what_is_unknown_between_them_does_not_clear() {
    RollbackRule once =
        RollbackRule.WATCHING.after(moment(4, 6, Service.VIOLATED), minute(0), STEP);
    assertFalse(once.due());
    RollbackRule still = once.after(moment(4, 6, Service.UNKNOWN), minute(0), STEP);
    assertFalse(still.due());
    assertTrue(still.after(moment(4, 6, Service.VIOLATED), minute(1), STEP).due());
    assertFalse(
        once.after(moment(4, 6, Service.MET), minute(1), STEP)
            .after(moment(4, 6, Service.VIOLATED), minute(2), STEP)
            .due());
  }

  @Test
  void one_measurement_read_by_several_syncs_or_two_within_a_step_are_one_breach() {
    Moment bad = moment(4, 6, Service.VIOLATED);
    RollbackRule rule = RollbackRule.WATCHING.after(bad, minute(0), STEP);
    for (int i = 0; i < 4; i++) {
      rule = rule.after(bad, minute(0), STEP);
    }
    assertFalse(rule.due(), "the same measurement");
    rule = rule.after(bad, minute(1).minusSeconds(1), STEP);
    assertFalse(rule.due(), "nearly the same window");
    assertTrue(rule.after(bad, minute(1), STEP).due());
  }

  @Test
  void a_violation_that_the_hpa_would_have_had_as_well_is_none_of_ours() {
    RollbackRule rule = RollbackRule.WATCHING;
    for (int i = 0; i < 10; i++) {
      rule = rule.after(moment(6, 6, Service.VIOLATED), minute(i), STEP);
    }
    assertFalse(rule.due());
  }

  @Test
  void the_cool_down_doubles_with_each_repetition_up_to_a_day() {
    Duration half = Duration.ofMinutes(30);
    assertEquals(half, RollbackRule.coolDown(half, 1));
    assertEquals(Duration.ofHours(1), RollbackRule.coolDown(half, 2));
    assertEquals(Duration.ofHours(4), RollbackRule.coolDown(half, 4));
    assertEquals(Duration.ofDays(1), RollbackRule.coolDown(half, 1_000));
  }

  @Test
  void a_level_is_violated_only_by_what_is_known() {
    OptionalDouble none = OptionalDouble.empty();
    assertEquals(Service.UNKNOWN, HALF_A_SECOND.judge(none, none, none));
    assertEquals(Service.UNKNOWN, HALF_A_SECOND.judge(of(0.2), none, of(100)));
    assertEquals(Service.UNKNOWN, HALF_A_SECOND.judge(of(Double.NaN), of(0), of(100)));
    assertEquals(Service.UNKNOWN, HALF_A_SECOND.judge(of(0.2), of(5), of(0)), "no requests");
    assertEquals(Service.MET, HALF_A_SECOND.judge(of(0.2), of(0), of(100)));
    assertEquals(Service.VIOLATED, HALF_A_SECOND.judge(of(0.6), none, none));
    assertEquals(Service.VIOLATED, HALF_A_SECOND.judge(of(0.2), of(5), of(100)));
    assertEquals(Service.UNKNOWN, ServiceLevels.none().judge(of(9), of(9), of(9)));
  }

  @Property(tries = 500)
  void unknown_data_never_roll_back_and_never_judge_harmed(@ForAll long seed) {
    Random random = new Random(seed);
    RollbackRule rule = RollbackRule.WATCHING;
    ScaleTally tally = ScaleTally.EMPTY;
    int syncs = 1 + random.nextInt(60);
    for (int i = 0; i < syncs; i++) {
      Moment blind =
          new Moment(
              random.nextInt(30),
              OptionalDouble.empty(),
              random.nextInt(20),
              random.nextInt(20),
              random.nextInt(20),
              random.nextInt(20),
              HALF_A_SECOND.judge(
                  OptionalDouble.empty(), OptionalDouble.empty(), of(random.nextInt(9))));
      rule = rule.after(blind, minute(i), STEP);
      tally = tally.plus(blind);
    }
    assertFalse(rule.due());
    assertNotEquals(Verdict.HARMED, new FloorOutcome(tally, random.nextBoolean()).verdict());
    assertNotEquals(Verdict.HARMED, new TargetOutcome(tally).verdict());
    RestartOutcome restart = new RestartOutcome(true, false, Service.UNKNOWN, Service.UNKNOWN);
    assertNotEquals(Verdict.HARMED, restart.verdict());
  }

  private static Instant minute(int minute) {
    return Instant.EPOCH.plus(STEP.multipliedBy(minute));
  }

  private static Moment moment(int ready, int hpa, Service service) {
    return new Moment(15, OptionalDouble.empty(), ready, ready, hpa, hpa, service);
  }

  private static OptionalDouble of(double value) {
    return OptionalDouble.of(value);
  }
}

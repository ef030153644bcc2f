package io.tidewatch.policy.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ActionOutcomeTest {
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

  @Test
  void a_floor_helped_if_demand_was_above_what_the_hpa_alone_had_ready_and_ours_carried_it() {
    ScaleTally tally = tally(40, 4, 8, 4, load(6), Service.MET);
    assertEquals(Verdict.HELPED, new FloorOutcome(tally, false).verdict());
  }

  @Test
  void pods_that_were_not_needed_are_neutral_and_cost_is_told() {
    FloorOutcome idle = new FloorOutcome(tally(40, 0, 8, 4, load(3), Service.UNKNOWN), false);
    assertEquals(Verdict.NEUTRAL, idle.verdict());
    assertEquals(
        "for 0 of 600 s demand was above what the HPA alone had ready; 0.7 pod-hours more",
        idle.why());
  }

  @Test
  void one_sync_is_the_edge_of_a_scrape_and_decides_nothing() {
    ScaleTally once =
        tally(39, 0, 8, 4, load(3), Service.MET).plus(moment(8, 4, load(6), Service.MET));
    assertEquals(Verdict.NEUTRAL, new FloorOutcome(once, false).verdict());
  }

  @Test
  void a_raised_target_harmed_if_users_suffered_where_the_hpa_would_have_had_more_pods() {
    ScaleTally lost = tally(40, 0, 4, 6, load(5), Service.UNKNOWN);
    assertEquals(Verdict.HARMED, new TargetOutcome(lost).verdict());
    assertEquals(Verdict.NEUTRAL, new FloorOutcome(lost, true).verdict(), "not the floor's doing");
    assertEquals(Verdict.HARMED, new FloorOutcome(lost, false).verdict());
    ScaleTally slow = tally(40, 0, 4, 6, load(3), Service.VIOLATED);
    assertEquals(Verdict.HARMED, new TargetOutcome(slow).verdict());
  }

  @Test
  void what_the_hpa_would_have_suffered_as_well_is_no_harm() {
    ScaleTally same = tally(40, 0, 4, 4, load(5), Service.VIOLATED);
    assertEquals(Verdict.NEUTRAL, new TargetOutcome(same).verdict());
  }

  @Test
  void a_raised_target_helped_if_it_saved_pods_and_nobody_suffered() {
    ScaleTally saved = tally(40, 0, 4, 6, load(3), Service.MET);
    assertEquals(Verdict.HELPED, new TargetOutcome(saved).verdict());
  }

  @Test
  void nine_tenths_of_the_window_must_be_known() {
    ScaleTally half = tally(20, 20, 4, 6, load(3), Service.UNKNOWN);
    assertEquals(Verdict.UNKNOWN, new TargetOutcome(half).verdict());
    assertEquals(Verdict.UNKNOWN, new FloorOutcome(half, false).verdict());
    assertEquals(Verdict.UNKNOWN, new TargetOutcome(ScaleTally.EMPTY).verdict());
  }

  @Test
  void a_restart_helped_if_another_pod_is_ready_and_well() {
    assertEquals(Verdict.HELPED, restart(true, false, Service.UNKNOWN, Service.UNKNOWN));
    assertEquals(Verdict.HELPED, restart(true, false, Service.VIOLATED, Service.VIOLATED));
  }

  @Test
  void a_restart_harmed_if_no_pod_came_another_fell_sick_or_requests_began_to_fail() {
    assertEquals(Verdict.HARMED, restart(false, false, Service.MET, Service.MET));
    assertEquals(Verdict.HARMED, restart(true, true, Service.MET, Service.MET));
    assertEquals(Verdict.HARMED, restart(true, false, Service.MET, Service.VIOLATED));
  }

  private static Verdict restart(
      boolean replaced, boolean othersSick, Service before, Service since) {
    return new RestartOutcome(replaced, othersSick, before, since).verdict();
  }

  /** Some syncs of one kind, then some of which nothing is known. */
  private static ScaleTally tally(
      int syncs, int unknown, int ready, int hpa, OptionalDouble load, Service service) {
    ScaleTally tally = ScaleTally.EMPTY;
    for (int i = 0; i < syncs; i++) {
      tally = tally.plus(moment(ready, hpa, load, service));
    }
    for (int i = 0; i < unknown; i++) {
      tally = tally.plus(moment(ready, hpa, UNKNOWN, Service.UNKNOWN));
    }
    return tally;
  }

  private static Moment moment(int ready, int hpa, OptionalDouble load, Service service) {
    return new Moment(15, load, ready, ready, hpa, hpa, service);
  }

  private static OptionalDouble load(double pods) {
    return OptionalDouble.of(pods);
  }
}

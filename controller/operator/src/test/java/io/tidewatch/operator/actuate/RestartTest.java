package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.operator.actuate.Restart.Phase;
import io.tidewatch.operator.actuate.Restart.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartTest {
  private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration STEP = Duration.ofMinutes(1);

  private Instant now = T0;

  private static RestartSight sight(int wanted, int ready, boolean victimThere) {
    return new RestartSight(wanted, ready, 3, victimThere, Optional.empty());
  }

  private static RestartSight refused(EvictionReason reason, Optional<Duration> retryAfter) {
    return new RestartSight(2, 2, 3, true, Optional.of(new Evictor.Result(reason, "", retryAfter)));
  }

  private Restart after(Restart restart, RestartSight sight) {
    return restart.after(sight, now, PATIENCE, STEP);
  }

  @Test
  void a_single_pod_is_evicted_only_beside_a_ready_second_one() {
    Restart restart = Restart.begin(sight(1, 1, true), now, PATIENCE);
    assertEquals(Step.HOLD_ONE_MORE, restart.step(now));
    restart = after(restart, sight(2, 1, true));
    assertEquals(Step.HOLD_ONE_MORE, restart.step(now), "the new one is not ready yet");
    restart = after(restart, sight(2, 2, true));
    assertEquals(Step.EVICT, restart.step(now));
    restart = after(restart, sight(2, 1, false));
    assertEquals(Step.WAIT, after(restart, sight(2, 0, false)).step(now));
    restart = after(restart, sight(2, 1, false));
    assertEquals(Phase.SETTLED, restart.phase());
    assertEquals(Step.LET_GO, restart.step(now));
  }

  @Test
  void several_pods_are_covered_by_their_budget() {
    Restart restart = Restart.begin(sight(3, 3, true), now, PATIENCE);
    assertEquals(Step.EVICT, restart.step(now));
    restart = after(restart, sight(3, 2, false));
    assertEquals(Phase.REPLACING, restart.phase());
    restart = after(restart, sight(3, 3, false));
    assertEquals(RestartReason.REPLACED, restart.why());
    assertEquals(Step.WAIT, restart.step(now));
  }

  @Test
  void a_single_pod_at_its_maximum_is_not_touched() {
    RestartSight full = new RestartSight(1, 1, 1, true, Optional.empty());
    Restart restart = Restart.begin(full, now, PATIENCE);
    assertEquals(Phase.REFUSED, restart.phase());
    assertEquals(RestartReason.NO_ROOM_FOR_SURGE, restart.why());
  }

  @Test
  void a_second_pod_that_does_not_get_ready_ends_the_attempt_with_the_first_untouched() {
    Restart restart = Restart.begin(sight(1, 1, true), now, PATIENCE);
    now = T0.plus(PATIENCE);
    restart = after(restart, sight(2, 1, true));
    assertEquals(RestartReason.SURGE_NOT_READY, restart.why());
    assertEquals(Step.LET_GO, restart.step(now));
  }

  @Test
  void a_budget_is_asked_again_after_a_step_then_two_then_four() {
    Restart restart = Restart.begin(sight(2, 2, true), now, Duration.ofHours(1));
    for (int steps : new int[] {1, 2, 4}) {
      assertEquals(Step.EVICT, restart.step(now));
      restart = after(restart, refused(EvictionReason.BUDGET, Optional.empty()));
      assertEquals(Step.WAIT, restart.step(now.plus(STEP.multipliedBy(steps)).minusMillis(1)));
      now = now.plus(STEP.multipliedBy(steps));
    }
    assertEquals(RestartReason.BUDGET, restart.why());
  }

  @Test
  void a_server_that_says_when_to_come_again_is_believed() {
    Restart restart = Restart.begin(sight(2, 2, true), now, PATIENCE);
    restart = after(restart, refused(EvictionReason.BUDGET, Optional.of(Duration.ofSeconds(90))));
    assertEquals(Step.WAIT, restart.step(now.plusSeconds(89)));
    assertEquals(Step.EVICT, restart.step(now.plusSeconds(90)));
  }

  @Test
  void two_budgets_are_a_refusal_with_a_name_and_no_second_try() {
    Restart restart = Restart.begin(sight(2, 2, true), now, PATIENCE);
    restart = after(restart, refused(EvictionReason.SEVERAL_BUDGETS, Optional.empty()));
    assertEquals(Phase.REFUSED, restart.phase());
    assertEquals(RestartReason.SEVERAL_BUDGETS, restart.why());
  }
}

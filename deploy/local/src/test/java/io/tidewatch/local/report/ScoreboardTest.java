package io.tidewatch.local.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private final Scoreboard board =
      new Scoreboard(
          List.of(
              run("a", 60, "hpa-cpu-60", 3, 150),
              run("b", 60, "hpa-cpu-60", 1, 50),
              run("a", 60, "tidewatch", 1, 110),
              run("b", 60, "tidewatch", 0, 60),
              run("a", 60, "oracle", 0, 100),
              run("b", 60, "oracle", 0, 40),
              run("a", 120, "tidewatch", 99, 999)));

  @Test
  void it_sums_over_demands_and_leaves_other_start_up_times_out() {
    Scoreboard.Line ours = board.line("tidewatch").orElseThrow();
    assertEquals(170, ours.podHours());
    assertEquals(1, ours.violationMinutes());
    assertEquals(170.0 / 140, ours.relative(), 1e-12);
    assertEquals(30, ours.savings());
    assertEquals(10, ours.regret().orElseThrow());
  }

  @Test
  void ours_come_first_and_the_oracle_last() {
    assertEquals(
        List.of("tidewatch", "hpa-cpu-60", "oracle"),
        board.lines().stream().map(Scoreboard.Line::policy).toList());
    assertEquals("tidewatch", board.headline().orElseThrow().policy());
  }

  @Test
  void the_users_own_hpa_is_the_reference_if_it_is_another_one() {
    Scoreboard same =
        new Scoreboard(List.of(run("a", 60, "hpa", 3, 150), run("a", 60, "hpa-cpu-60", 3, 150)));
    assertEquals("hpa-cpu-60", same.reference());
    assertEquals(1, same.lines().size());
    Scoreboard other =
        new Scoreboard(List.of(run("a", 60, "hpa", 3, 160), run("a", 60, "hpa-cpu-60", 3, 150)));
    assertEquals("hpa", other.reference());
    assertEquals(10, other.line("hpa-cpu-60").orElseThrow().savings());
  }

  @Test
  void variations_are_no_policies_to_choose() {
    PolicyRun dear =
        new PolicyRun("a", 60, "tidewatch@200", 0, 140, 1.4, NONE, OptionalDouble.of(200), NONE);
    PolicyRun wrong =
        new PolicyRun("a", 60, "tidewatch c×0.8", 0, 130, 1.3, NONE, NONE, OptionalDouble.of(0.8));
    Scoreboard varied = new Scoreboard(List.of(run("a", 60, "hpa-cpu-60", 3, 150), dear, wrong));
    assertEquals(1, varied.lines().size());
    assertEquals(10, varied.prices().get(0).savings());
    assertEquals("tidewatch c×0.8", varied.misjudged().get(0).policy());
  }

  @Test
  void nothing_replayed_is_no_headline() {
    Scoreboard empty = new Scoreboard(List.of());
    assertTrue(empty.headline().isEmpty());
    assertTrue(empty.lines().isEmpty());
  }

  private static PolicyRun run(
      String trace, int startup, String policy, double violation, double podHours) {
    OptionalDouble regret =
        policy.equals("tidewatch")
            ? OptionalDouble.of(trace.equals("b") ? 10 : 0)
            : OptionalDouble.empty();
    return new PolicyRun(trace, startup, policy, violation, podHours, 1, regret, NONE, NONE);
  }
}

package io.tidewatch.local.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
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
    return new PolicyRun(trace, startup, policy, violation, podHours, 1, regret);
  }
}

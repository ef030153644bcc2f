package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LivePlanTest {
  @Command
  private static final class Flagged {
    @Mixin private LiveFlags flags = new LiveFlags();
  }

  @Test
  void two_nominal_hours_take_24_minutes() {
    LivePlan plan = plan("--live");
    assertEquals(120, plan.steps());
    assertEquals(Duration.ofSeconds(12), plan.step());
    assertEquals(Duration.ofMinutes(25), plan.duration());
  }

  @Test
  void another_cluster_keeps_its_own_clock() {
    assertEquals(1, plan("--live", "--aa", "--kubeconfig", "my.yaml").speed());
    assertEquals(5, plan("--live", "--aa", "--kubeconfig", "my.yaml", "--speed", "5").speed());
    assertEquals(
        Optional.of(Path.of("my.yaml")),
        plan("--live", "--aa", "--kubeconfig", "my.yaml").kubeconfig());
  }

  @Test
  void tidewatch_races_unless_equals_are_asked_for() {
    assertEquals("backend", Side.WORKLOAD);
    assertEquals("aiops-demo", plan("--live").ours().namespace());
    assertTrue(plan("--live", "--aa").sides().stream().noneMatch(Side::ours));
  }

  @Test
  void where_no_past_can_be_written_tidewatch_cannot_race() {
    for (String[] words :
        new String[][] {{"--live", "--kubeconfig", "my.yaml"}, {"--live", "--speed", "1"}}) {
      UserException refused = assertThrows(UserException.class, () -> plan(words));
      assertTrue(refused.getMessage().contains("--aa"), refused.getMessage());
    }
  }

  @Test
  void a_leak_begins_when_it_is_told_and_ends_within_the_run() {
    LiveFault fault = plan("--live", "--fault", "leak").race().fault().orElseThrow();
    assertEquals(30, fault.at(120));
    assertEquals(50, LiveFault.parse("leak@50").at(120));
    // 85 MiB in 25 steps of 12 s; in a run of 20 minutes within 60 % of what is left.
    assertEquals(85.0 / 300, fault.mebibytesPerSecond(120, 12), 1e-9);
    assertEquals(85.0 / (9 * 12), fault.mebibytesPerSecond(20, 12), 1e-9);
    assertThrows(UserException.class, () -> LiveFault.parse("flood"));
    assertThrows(UserException.class, () -> plan("--live", "--minutes", "4", "--fault", "leak@20"));
  }

  @Test
  void options_of_the_live_demo_alone_are_refused() {
    assertFalse(flags().wanted());
    UserException refused = assertThrows(UserException.class, () -> flags("--peak", "5").wanted());
    assertTrue(refused.getMessage().contains("--live"), refused.getMessage());
  }

  @Test
  void every_number_out_of_range_is_named_at_once() {
    UserException refused =
        assertThrows(
            UserException.class,
            () -> plan("--live", "--minutes", "0", "--speed", "7", "--peak", "999"));
    for (String option : new String[] {"--minutes", "--speed", "--peak"}) {
      assertTrue(refused.getMessage().contains(option), refused.getMessage());
    }
  }

  @Test
  void where_the_lab_cannot_run_another_cluster_is_named() {
    UserException system =
        assertThrows(UserException.class, () -> LabGround.requireMachine("Mac OS X", true));
    assertTrue(system.getMessage().contains("--kubeconfig FILE"), system.getMessage());
    UserException user =
        assertThrows(UserException.class, () -> LabGround.requireMachine("Linux", false));
    assertTrue(user.getMessage().contains("--kubeconfig FILE"), user.getMessage());
    assertDoesNotThrow(() -> LabGround.requireMachine("Linux", true));
  }

  private static LivePlan plan(String... words) {
    LiveFlags flags = flags(words);
    assertTrue(flags.wanted());
    return flags.plan(false, Optional.empty(), Optional.empty(), 42);
  }

  private static LiveFlags flags(String... words) {
    Flagged command = new Flagged();
    new CommandLine(command).parseArgs(words);
    return command.flags;
  }
}

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
    assertEquals(1, plan("--live", "--kubeconfig", "my.yaml").speed());
    assertEquals(5, plan("--live", "--kubeconfig", "my.yaml", "--speed", "5").speed());
    assertEquals(
        Optional.of(Path.of("my.yaml")), plan("--live", "--kubeconfig", "my.yaml").kubeconfig());
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

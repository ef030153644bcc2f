package io.tidewatch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLabTest {
  private final List<String> screen = new ArrayList<>();

  @TempDir Path checkout;

  @Test
  void startsTheLabOnceForAllWhoWantThatSizeOrLess() throws IOException {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    try (TestLab lab = lab(cluster)) {
      lab.start(LabSize.CONTROL_PLANE).requireUp();
      lab.start(LabSize.CONTROL_PLANE).requireUp();
      lab.start(LabSize.API).requireUp();
      assertEquals(LabSize.CONTROL_PLANE, lab.size());
    }
    assertEquals(List.of("status", "up --size control-plane", "down"), cluster.calls());
  }

  @Test
  void growsWhenMoreIsWantedAndStillTakesItDown() throws IOException {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    try (TestLab lab = lab(cluster)) {
      lab.start(LabSize.API).requireUp();
      lab.start(LabSize.NODES).requireUp();
      assertEquals(LabSize.NODES, lab.size());
    }
    assertEquals(
        List.of("status", "up --size api", "status", "up --size nodes", "down"), cluster.calls());
  }

  @Test
  void tellsTheLabItsOwnSettingsAndNoneOfTheUsers() throws IOException {
    TestingCluster cluster =
        new TestingCluster(checkout)
            .answers("status", "exit 1")
            .answers("up", "env | grep ^TIDEWATCH_ | sort >\"$here/environment\"; exit 70");
    try (TestLab lab = lab(cluster)) {
      lab.start(LabSize.API);
    }
    String told = Files.readString(checkout.resolve("deploy/lab/environment"));
    assertTrue(told.contains("TIDEWATCH_HOME=" + checkout.resolve(".tidewatch/test")), told);
    assertTrue(told.contains("TIDEWATCH_LAB_NAME=twj"), told);
    assertTrue(told.contains("TIDEWATCH_LAB_PORT=18400"), told);
    assertTrue(told.contains("TIDEWATCH_LAB_NET=10.80.0"), told);
    assertTrue(told.contains("TIDEWATCH_LAB_PODS=10.246"), told);
    assertTrue(told.contains("TIDEWATCH_LAB_SERVICES=10.98"), told);
  }

  @Test
  void skipsWithTheReasonWhereTheLabCannotRun() throws IOException {
    TestingCluster cluster =
        new TestingCluster(checkout)
            .answers("status", "exit 1")
            .answers(
                "up",
                """
                printf 'error: the size "nodes" needs root\\n' >&2
                printf '  cause:  user joe may not\\n  remedy: run it as root\\n' >&2
                exit 2
                """);
    try (TestLab lab = lab(cluster)) {
      LabStart start = lab.start(LabSize.NODES);
      assertTrue(start.condition().isDisabled());
      assertEquals(
          "the lab cannot run here: the size \"nodes\" needs root; cause: user joe may not;"
              + " remedy: run it as root",
          start.condition().getReason().orElseThrow());
      assertEquals(start, lab.start(LabSize.NODES));
    }
    assertEquals(List.of("status", "up --size nodes"), cluster.calls());
  }

  @Test
  void aSmallerSizeThatCanRunIsNotSkippedBecauseALargerCannot() throws IOException {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    String up = Files.readString(checkout.resolve("deploy/lab/answer-up"));
    cluster.answers("up", "[[ $3 != nodes ]] || exit 2\n" + up);
    try (TestLab lab = lab(cluster)) {
      assertInstanceOf(LabStart.CannotRun.class, lab.start(LabSize.NODES));
      assertInstanceOf(LabStart.Up.class, lab.start(LabSize.API));
    }
  }

  @Test
  void failsWithTheEndOfTheOutputWhenTheLabFails() throws IOException {
    TestingCluster cluster =
        new TestingCluster(checkout)
            .answers("status", "exit 1")
            .answers("up", "for n in {1..90}; do echo \"line $n\" >&2; done; exit 70");
    try (TestLab lab = lab(cluster)) {
      LabStart start = lab.start(LabSize.API);
      assertFalse(start.condition().isDisabled());
      LabException failure = assertThrows(LabException.class, start::requireUp);
      assertTrue(failure.getMessage().contains("exit code 70"), failure.getMessage());
      assertTrue(failure.getMessage().endsWith("line 90"), failure.getMessage());
      assertFalse(failure.getMessage().contains("line 2\n"), failure.getMessage());
    }
  }

  @Test
  void endsAStartThatTakesTooLongAndSaysSo() throws IOException {
    TestingCluster cluster =
        new TestingCluster(checkout)
            .answers("status", "exit 1")
            .answers("up", "echo 'building kubelet' >&2; exec sleep 600");
    LabSettings settings = cluster.settings(Map.of());
    LabSettings hasty =
        new LabSettings(
            settings.checkout(), settings.environment(), false, Duration.ofMillis(1500));
    try (TestLab lab = new TestLab(hasty, screen::add)) {
      LabException failure =
          assertThrows(LabException.class, () -> lab.start(LabSize.API).requireUp());
      assertTrue(failure.getMessage().contains("was not done after 1 s"), failure.getMessage());
      assertTrue(failure.getMessage().endsWith("building kubelet"), failure.getMessage());
    }
  }

  @Test
  void showsTheProgressOfTheStart() throws IOException {
    TestingCluster cluster =
        new TestingCluster(checkout)
            .answers("status", "exit 1")
            .answers("up", "echo '[1/9] etcd: building' >&2; echo 'up (api)' >&2");
    try (TestLab lab = lab(cluster)) {
      lab.start(LabSize.API).requireUp();
    }
    assertEquals(List.of("lab: [1/9] etcd: building", "lab: up (api)"), screen);
  }

  @Test
  void leavesALabAloneThatWasUpBefore() throws IOException {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    Files.createDirectories(checkout.resolve(".tidewatch/test/lab"));
    Files.writeString(checkout.resolve(".tidewatch/test/lab/id"), "of somebody\n");
    try (TestLab lab = lab(cluster)) {
      lab.start(LabSize.API).requireUp();
    }
    assertEquals(List.of("status", "up --size api"), cluster.calls());
  }

  @Test
  void keepsTheLabForTheNextModuleWhenAskedTo() throws IOException {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    Map<String, String> keep = Map.of("TIDEWATCH_TEST_LAB", "keep");
    try (TestLab lab = new TestLab(cluster.settings(keep), screen::add)) {
      lab.start(LabSize.API).requireUp();
    }
    assertEquals(List.of("status", "up --size api"), cluster.calls());
  }

  @Test
  void takesDownWhatAKilledRunLeft() throws Exception {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    OtherRun.kill(OtherRun.start(cluster.settings(Map.of())));
    assertFalse(cluster.calls().contains("down"));
    try (TestLab lab = lab(cluster)) {
      lab.start(LabSize.API).requireUp();
    }
    assertEquals("down", cluster.calls().get(cluster.calls().size() - 1));
  }

  @Test
  void theNoteOfAKilledRunDoesNotEndALaterLabOfSomebodyElse() throws Exception {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    OtherRun.kill(OtherRun.start(cluster.settings(Map.of())));
    Files.writeString(checkout.resolve(".tidewatch/test/lab/id"), "of somebody\n");
    try (TestLab lab = lab(cluster)) {
      lab.start(LabSize.API).requireUp();
    }
    assertFalse(cluster.calls().contains("down"));
  }

  @Test
  void theLastOfSeveralRunsTakesItDown() throws Exception {
    TestingCluster cluster = TestingCluster.thatWorks(checkout);
    LabSettings settings = cluster.settings(Map.of());
    TestLab first = new TestLab(settings, screen::add);
    first.start(LabSize.API).requireUp();
    Process other = OtherRun.start(settings);
    first.close();
    assertFalse(cluster.calls().contains("down"));
    OtherRun.end(other);
    assertEquals("down", cluster.calls().get(cluster.calls().size() - 1));
  }

  private TestLab lab(TestingCluster cluster) {
    return new TestLab(cluster.settings(Map.of()), screen::add);
  }
}

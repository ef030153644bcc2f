package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClearTest {
  @TempDir Path folder;

  @Test
  void endsTheFaultsOfEveryPodAndCompletesTheTruth() throws IOException {
    TestingCluster cluster = twoPods();
    cluster.run("errors", "--pod", "b1", "--detach");
    cluster.run("cpu", "--pod", "b2", "--detach");
    assertEquals(0, cluster.run("clear"));
    assertFalse(cluster.has("page-b1/errors.json"));
    assertFalse(cluster.has("page-b2/cpu.json"));
    assertTrue(
        cluster.truth().newest().stream()
            .allMatch(entry -> entry.path("outcome").asText().equals("cleared")));
  }

  @Test
  void endsWhatNoTruthKnowsOf() throws IOException {
    TestingCluster cluster = twoPods().put("page-b2/leak.json", "{\"name\":\"leak\"}");
    cluster.run("clear");
    assertFalse(cluster.has("page-b2/leak.json"));
    assertTrue(cluster.out.toString().contains("b2: ended leak"));
  }

  @Test
  void letsPodsIntoTheNodesThatWeCordonedAndIntoNoOthers() throws IOException {
    TestingCluster cluster =
        twoPods()
            .withNode("ours")
            .put("node-ours/cordoned", "")
            .put("node-ours/mark", "aiops-demo.drain-1")
            .withNode("theirs")
            .put("node-theirs/cordoned", "")
            .withNode("other")
            .put("node-other/cordoned", "")
            .put("node-other/mark", "aiops-demo-hpa.drain-1");
    cluster.run("clear");
    assertFalse(cluster.has("node-ours/cordoned"));
    assertTrue(cluster.has("node-theirs/cordoned"));
    assertTrue(cluster.has("node-other/cordoned"));
  }

  @Test
  void whoWaitsForAFaultHearsThatItWasCleared() throws IOException {
    TestingCluster cluster = twoPods();
    cluster.whileItWaits(
        pause -> {
          if (pause == 3) {
            cluster.run("clear");
          }
        });
    assertEquals(0, cluster.run("latency", "--pod", "b1", "--for", "5m"));
    assertTrue(cluster.out.toString().contains("latency was cleared"));
    // the begin and the end that clear wrote, no second end
    assertEquals(2, Files.readAllLines(cluster.truth().file()).size());
  }

  @Test
  void aCrashLoopInBackOffEndsWithItsPod() throws IOException {
    TestingCluster cluster = twoPods();
    cluster.run("crash", "--pod", "b1", "--detach");
    backOff("b1");
    backOff("b2");
    cluster.run("clear");
    assertFalse(cluster.has("pod-b1.json"));
    // that one crashes for a reason of its own
    assertTrue(cluster.has("pod-b2.json"));
  }

  @Test
  void whereNothingIsActiveItSaysSo() throws IOException {
    TestingCluster cluster = twoPods();
    assertEquals(0, cluster.run("clear"));
    assertTrue(cluster.out.toString().contains("nothing was active in namespace aiops-demo"));
  }

  private void backOff(String pod) throws IOException {
    Path file = folder.resolve("pod-" + pod + ".json");
    String waiting = "\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}";
    Files.writeString(file, Files.readString(file).replace("\"state\":{}", waiting));
    Path page = folder.resolve("page-" + pod);
    Files.deleteIfExists(page.resolve("crash.json"));
    Files.delete(page);
  }

  private TestingCluster twoPods() throws IOException {
    return new TestingCluster(folder)
        .withPod("b1", 0, "")
        .withPage("b1")
        .withPod("b2", 0, "")
        .withPage("b2")
        .withNode("n1");
  }
}

package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenignFaultTest {
  @TempDir Path folder;

  @Test
  void aDrainedNodeComesBackAtItsTime() throws IOException {
    TestingCluster cluster = twoNodes();
    cluster.whileItWaits(
        pause -> {
          TestingCluster.letDrainsEnd();
          assertTrue(cluster.has("node-n2/cordoned"));
        });
    assertEquals(0, cluster.run("drain", "--node", "n2", "--for", "5s"));
    assertFalse(cluster.has("node-n2/cordoned"));
    assertFalse(cluster.has("node-n2/mark"));
    JsonNode truth = cluster.truth().newest().get(0);
    assertTrue(truth.path("benign").asBoolean());
    assertEquals("time over", truth.path("outcome").asText());
    assertEquals(2, truth.at("/observed/evicted").asInt());
    assertTrue(truth.at("/observed/drained").asBoolean());
  }

  @Test
  void aDrainThatTheBudgetsNeverAllowSaysSoAndLetsThePodsInAgain() throws IOException {
    TestingCluster cluster =
        twoNodes().put("drained", "error: global timeout reached: 5s\n").put("drain-code", "1");
    cluster.whileItWaits(pause -> TestingCluster.letDrainsEnd());
    cluster.run("drain", "--node", "n2", "--for", "5s");
    String outcome = cluster.truth().newest().get(0).path("outcome").asText();
    assertEquals("drain failed: error: global timeout reached: 5s", outcome);
    assertFalse(cluster.has("node-n2/cordoned"));
  }

  @Test
  void aNodeThatSomebodyElseCordonedIsNotTouched() throws IOException {
    TestingCluster cluster = twoNodes().put("node-n2/cordoned", "");
    assertEquals(2, cluster.run("drain", "--node", "n2"));
    assertTrue(cluster.err.toString().contains("somebody else did it"), cluster.err.toString());
    assertTrue(cluster.has("node-n2/cordoned"));
  }

  @Test
  void theOnlyNodeIsNotDrained() throws IOException {
    TestingCluster cluster = new TestingCluster(folder).withNode("n1");
    assertEquals(2, cluster.run("drain", "--node", "n1"));
    assertFalse(cluster.has("node-n1/cordoned"));
  }

  @Test
  void aDeployIsOverWhenEveryPodIsNew() throws IOException {
    TestingCluster cluster = new TestingCluster(folder).put("deployment-backend.json", rollout(1));
    cluster.whileItWaits(
        pause -> {
          if (pause == 3) {
            cluster.put("deployment-backend.json", rollout(2));
          }
        });
    assertEquals(0, cluster.run("deploy"));
    assertTrue(cluster.wasAsked("faults.aiops-demo/release"));
    JsonNode truth = cluster.truth().newest().get(0);
    assertEquals("rolled out", truth.path("outcome").asText());
    assertEquals("2026-01-01T12:00:03Z", truth.path("ended_at").asText());
  }

  @Test
  void aDeploymentThatIsNotThereIsRefused() throws IOException {
    TestingCluster cluster = new TestingCluster(folder);
    assertEquals(2, cluster.run("deploy", "--deployment", "nobody"));
    assertTrue(cluster.err.toString().contains("there is no deployment/nobody"));
  }

  private TestingCluster twoNodes() throws IOException {
    return new TestingCluster(folder)
        .withNode("n1")
        .withNode("n2")
        .put("drained", "evicting pod a\npod/a evicted\npod/b evicted\nnode/n2 drained\n")
        .put("drain-code", "0");
  }

  private static String rollout(int updated) {
    return """
        {"metadata":{"generation":2},"spec":{"replicas":2},
         "status":{"observedGeneration":2,"replicas":2,"updatedReplicas":%d,"availableReplicas":2}}
        """
        .formatted(updated);
  }
}

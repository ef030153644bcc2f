package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendFaultTest {
  @TempDir Path folder;

  @Test
  void aLeakIsOverWhenTheKernelHasEndedTheContainer() throws IOException {
    TestingCluster cluster =
        backend()
            .whileItWaits(
                pause -> {
                  if (pause == 4) {
                    restarted("OOMKilled");
                  }
                });
    assertEquals(0, cluster.run("leak", "--pod", "b1", "--for", "2m", "--seed", "7"));
    JsonNode truth = cluster.truth().newest().get(0);
    assertEquals("leak", truth.path("fault").asText());
    assertEquals("b1", truth.path("target").asText());
    assertEquals("aiops-demo", truth.path("namespace").asText());
    assertEquals("2026-01-01T12:00:01.500Z", truth.path("started_at").asText());
    assertEquals("2026-01-01T12:00:04Z", truth.path("ended_at").asText());
    assertEquals("OOMKilled", truth.path("outcome").asText());
    assertEquals(7, truth.path("seed").asLong());
    assertFalse(truth.path("benign").asBoolean());
    assertEquals("uid-of-b1", truth.at("/parameters/pod_uid").asText());
    assertEquals(1, truth.at("/observed/restarts").asInt());
  }

  @Test
  void thePodIsToldSecondsSeedAndIntensity() throws IOException {
    TestingCluster cluster = backend();
    cluster.run(
        "errors", "--pod", "b1", "--for", "90s", "--seed", "7", "--intensity", "0.25", "--detach");
    JsonNode order = Json.parse(Files.readString(folder.resolve("page-b1/errors.json")));
    assertEquals("errors", order.path("name").asText());
    assertEquals(90, order.path("seconds").asLong());
    assertEquals(7, order.path("seed").asLong());
    assertEquals(0.25, order.path("intensity").asDouble());
  }

  @Test
  void atItsTimeItIsEndedHereTooAndTheTruthSaysSo() throws IOException {
    TestingCluster cluster = backend();
    assertEquals(0, cluster.run("cpu", "--pod", "b1", "--for", "10s"));
    assertFalse(cluster.has("page-b1/cpu.json"));
    JsonNode truth = cluster.truth().newest().get(0);
    assertEquals("time over", truth.path("outcome").asText());
    assertEquals("2026-01-01T12:00:12Z", truth.path("ended_at").asText());
    assertEquals(2, linesOfTruth().size());
  }

  @Test
  void theOtherFaultsOfThePodAreLeftAlone() throws IOException {
    TestingCluster cluster = backend().put("page-b1/errors.json", "{\"name\":\"errors\"}");
    cluster.run("cpu", "--pod", "b1", "--for", "5s");
    assertTrue(cluster.has("page-b1/errors.json"));
    assertFalse(cluster.wasAsked("delete"));
  }

  @Test
  void aPodThatIsReplacedEndsItsFault() throws IOException {
    TestingCluster cluster =
        backend()
            .whileItWaits(
                pause -> {
                  if (pause == 3) {
                    Files.delete(folder.resolve("pod-b1.json"));
                  }
                });
    cluster.run("latency", "--pod", "b1");
    assertEquals("pod gone", cluster.truth().newest().get(0).path("outcome").asText());
  }

  @Test
  void aRestartDoesNotEndACrashLoop() throws IOException {
    TestingCluster cluster =
        backend()
            .whileItWaits(
                pause -> {
                  if (pause == 2) {
                    restarted("Error");
                  }
                });
    cluster.run("crash", "--pod", "b1", "--for", "10s");
    JsonNode truth = cluster.truth().newest().get(0);
    assertEquals("time over", truth.path("outcome").asText());
    assertEquals(1, truth.at("/observed/restarts").asInt());
  }

  @Test
  void aClusterThatDoesNotAnswerForAWhileEndsNothing() throws IOException {
    TestingCluster cluster = backend();
    cluster.whileItWaits(
        pause -> {
          if (pause == 2) {
            cluster.put("refusal", "The connection to the server was refused");
          }
          if (pause == 5) {
            cluster.remove("refusal");
          }
        });
    assertEquals(0, cluster.run("cpu", "--pod", "b1", "--for", "10s"));
    assertEquals("time over", cluster.truth().newest().get(0).path("outcome").asText());
  }

  @Test
  void detachedItGoesOnAndTheTruthSaysUntilWhen() throws IOException {
    TestingCluster cluster = backend();
    assertEquals(0, cluster.run("errors", "--pod", "b1", "--for", "1m", "--detach"));
    assertTrue(cluster.has("page-b1/errors.json"));
    JsonNode truth = cluster.truth().newest().get(0);
    assertEquals("2026-01-01T12:01:01.500Z", truth.path("until").asText());
    assertFalse(truth.has("ended_at"));
  }

  @Test
  void theSameFaultTwiceInOnePodIsRefused() throws IOException {
    TestingCluster cluster = backend();
    cluster.run("errors", "--pod", "b1", "--detach");
    assertEquals(2, cluster.run("errors", "--pod", "b1"));
    assertTrue(cluster.err.toString().contains("b1 has the fault errors already"));
    assertEquals(1, linesOfTruth().size());
  }

  @Test
  void aFaultThatThePodRefusesLeavesNoTruth() throws IOException {
    TestingCluster cluster = new TestingCluster(folder).withPod("b1", 0, "");
    assertEquals(2, cluster.run("leak", "--pod", "b1"));
    assertTrue(cluster.err.toString().contains("the pod b1 cannot be reached"));
    assertEquals(List.of(), linesOfTruth());
  }

  @Test
  void anUnknownPodIsAnsweredWithTheNamesOfThoseThatAre() throws IOException {
    TestingCluster cluster = backend().withPod("b2", 0, "");
    assertEquals(2, cluster.run("leak", "--pod", "nobody"));
    assertTrue(cluster.err.toString().contains("its pods are: b1, b2"), cluster.err.toString());
  }

  private TestingCluster backend() throws IOException {
    return new TestingCluster(folder).withPod("b1", 0, "").withPage("b1");
  }

  private void restarted(String reason) throws IOException {
    String pod = Files.readString(folder.resolve("pod-b1.json"));
    String last = "{\"terminated\":{\"reason\":\"" + reason + "\"}}";
    Files.writeString(
        folder.resolve("pod-b1.json"),
        pod.replace("\"restartCount\":0", "\"restartCount\":1")
            .replace("\"lastState\":{}", "\"lastState\":" + last));
    // a new process knows nothing of the faults of the old one
    Files.deleteIfExists(folder.resolve("page-b1/leak.json"));
  }

  private List<String> linesOfTruth() throws IOException {
    return Files.readAllLines(folder.resolve(".tidewatch/faults/truth.jsonl"));
  }
}

package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultMainTest {
  @TempDir Path folder;

  @Test
  void theListNamesEveryFaultAndWhichAreHarmless() throws IOException {
    TestingCluster cluster = new TestingCluster(folder);
    assertEquals(0, cluster.run("list"));
    String list = cluster.out.toString();
    for (Fault fault : AllFaults.LIST) {
      String line = lineOf(list, fault.name());
      assertEquals(fault.benign(), line.contains("benign"), line);
      assertEquals(fault.gradual(), line.contains("gradual"), line);
    }
    assertFalse(cluster.has("calls"));
  }

  @Test
  void everyFaultHasHelpWithAnExample() throws IOException {
    for (Fault fault : AllFaults.LIST) {
      TestingCluster cluster = new TestingCluster(folder.resolve(fault.name()));
      assertEquals(0, cluster.run(fault.name(), "--help"));
      assertTrue(cluster.out.toString().contains("Example:"), cluster.out.toString());
    }
  }

  @Test
  void optionsOfOtherFaultsAreRefused() throws IOException {
    assertEquals(2, new TestingCluster(folder).run("leak", "--pod", "b", "--node", "n"));
  }

  @Test
  void aFaultMustBeToldWhatItHappensTo() throws IOException {
    TestingCluster cluster = new TestingCluster(folder).withPod("b1", 0, "");
    assertEquals(2, cluster.run("leak"));
    assertTrue(cluster.err.toString().contains("its pods are: b1"), cluster.err.toString());
  }

  @Test
  void whatNeedsTheToolUntilItsEndCannotBeDetached() throws IOException {
    TestingCluster cluster = new TestingCluster(folder).withNode("n1").withNode("n2");
    assertEquals(2, cluster.run("spike", "--detach"));
    assertEquals(2, cluster.run("drain", "--node", "n2", "--detach"));
    assertFalse(cluster.has("node-n2/cordoned"));
  }

  @Test
  void aTruthThatCannotBeWrittenStopsTheFaultBeforeItBegins() throws IOException {
    TestingCluster cluster = new TestingCluster(folder).withPod("b1", 0, "").withPage("b1");
    Path inAFile = folder.resolve("pod-b1.json").resolve("truth.jsonl");
    assertEquals(2, cluster.run("leak", "--pod", "b1", "--truth", inAFile.toString()));
    assertTrue(cluster.err.toString().contains("the truth cannot be written"));
    assertFalse(cluster.has("page-b1/leak.json"));
  }

  private static String lineOf(String list, String name) {
    return list.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow();
  }
}

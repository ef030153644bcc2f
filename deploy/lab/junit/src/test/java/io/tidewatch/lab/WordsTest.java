package io.tidewatch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void theReasonIsTheRefusalOnOneLine() {
    String said =
        "the machine was restarted since: starting afresh\n"
            + "error: port 18443 is taken\n  cause:  another program listens there\n"
            + "  remedy: end it, or set TIDEWATCH_LAB_PORT to a free one\n";
    assertEquals(
        "port 18443 is taken; cause: another program listens there;"
            + " remedy: end it, or set TIDEWATCH_TEST_LAB_PORT to a free one",
        Words.reason(said));
  }

  @Test
  void withoutARefusalTheLastLineIsTheReason() {
    assertEquals("no such thing", Words.reason("starting\nno such thing\n\n"));
    assertEquals("it does not say why", Words.reason(""));
  }

  @Test
  void aNamespaceTellsWhoseItIs() {
    assertEquals("t-hpa-parity-it-1a2b3c", Words.namespace("HpaParityIT", "1a2b3c"));
    assertEquals("t-1a2b3c", Words.namespace("", "1a2b3c"));
  }

  @Property
  void everyClassGetsANameThatKubernetesTakes(@ForAll String className) {
    String name = Words.namespace(className, "1a2b3c");
    assertTrue(name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"), name);
    assertTrue(name.length() <= 63, name);
  }
}

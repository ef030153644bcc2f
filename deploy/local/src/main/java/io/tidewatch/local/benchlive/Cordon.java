package io.tidewatch.local.benchlive;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.cluster.Kubectl;

/**
 * A node that gets no pods while this is open. It bears our mark, so that a run that was killed
 * leaves it to the next one to open the node again; Ctrl-C does it at once.
 */
final class Cordon implements AutoCloseable {
  private static final String MARK = "tidewatch.io/bench-cordon";

  private final Kubectl kubectl;
  private final String node;
  private final Thread hook;

  private Cordon(Kubectl kubectl, String node) {
    this.kubectl = kubectl;
    this.node = node;
    this.hook = new Thread(() -> release(kubectl, node), "uncordon");
  }

  static Cordon of(Kubectl kubectl, String node) {
    Cordon cordon = new Cordon(kubectl, node);
    Runtime.getRuntime().addShutdownHook(cordon.hook);
    kubectl.run("label", "node", node, MARK + "=true", "--overwrite");
    kubectl.run("cordon", node);
    return cordon;
  }

  /** Opens the nodes that a killed run has left closed. */
  static void releaseLeftOvers(Kubectl kubectl) {
    for (JsonNode node : kubectl.get("nodes", "-l", MARK).path("items")) {
      release(kubectl, node.path("metadata").path("name").asText());
    }
  }

  private static void release(Kubectl kubectl, String node) {
    kubectl.run("uncordon", node);
    kubectl.run("label", "node", node, MARK + "-");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook is at it already.
      return;
    }
    release(kubectl, node);
  }
}

package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A node that takes no new pods because of us: its annotation says so, and for which fault. */
record Cordon(Cluster cluster, String node) {
  private static final String MARK = "faults.aiops-demo/cordoned";
  private static final String MARK_POINTER = "/metadata/annotations/faults.aiops-demo~1cordoned";

  /** The nodes that faults of this namespace have cordoned. */
  static List<Cordon> all(Cluster cluster) {
    return cluster.nodes().stream()
        .filter(node -> mark(node).startsWith(cluster.namespace() + "."))
        .map(node -> new Cordon(cluster, node.at("/metadata/name").asText()))
        .toList();
  }

  /** Marked before it is cordoned: whoever is killed in between leaves a mark, never a cordon. */
  void begin(String id) {
    requireFree();
    cluster.demand(node, "annotate", "node", node, "--overwrite", MARK + "=" + markFor(id));
    cluster.demand(node, "cordon", node);
  }

  /** Lets pods in again, if it is still cordoned for that fault. */
  void endFor(String id) {
    if (mark(read()).equals(markFor(id))) {
      end();
    }
  }

  /** Lets pods in again. */
  void end() {
    cluster.demand(node, "uncordon", node);
    cluster.demand(node, "annotate", "node", node, MARK + "-");
  }

  private void requireFree() {
    JsonNode document = read();
    if (document.at("/spec/unschedulable").asBoolean()) {
      throw new UserError(
          "the node " + node + " is cordoned already",
          mark(document).isEmpty() ? "somebody else did it" : "by the fault " + mark(document),
          "take another node, or let pods in first: kubectl uncordon, or fault clear");
    }
  }

  private JsonNode read() {
    return Json.parse(cluster.demand("node/" + node, "get", "node", node, "-o", "json"));
  }

  private String markFor(String id) {
    return cluster.namespace() + "." + id;
  }

  private static String mark(JsonNode node) {
    return node.at(MARK_POINTER).asText();
  }
}

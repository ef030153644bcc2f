package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;

/** Ends the faults of a namespace, whoever began them, and completes the truth. */
record Clearing(Cluster cluster, TruthFile truth, Surroundings surroundings, PrintWriter out) {
  void run() {
    List<JsonNode> open = truth.open(cluster.namespace(), surroundings.now());
    int ended = 0;
    for (PodState pod : cluster.pods()) {
      if (pod.hasFaultPage()) {
        ended += clear(pod, open);
      }
    }
    for (Cordon cordon : Cordon.all(cluster)) {
      cordon.end();
      ended++;
      out.printf("%s: takes pods again%n", cordon.node());
    }
    open.forEach(this::writeEnd);
    if (ended == 0) {
      out.printf("nothing was active in namespace %s%n", cluster.namespace());
    }
  }

  private int clear(PodState pod, List<JsonNode> open) {
    FaultEndpoint endpoint = new FaultEndpoint(cluster, pod.name());
    List<String> active = endpoint.namesIfReachable();
    if (!active.isEmpty()) {
      endpoint.clear();
      out.printf("%s: ended %s%n", pod.name(), String.join(", ", active));
      return active.size();
    }
    return endUnreachable(pod, open) ? 1 : 0;
  }

  /** Only what the truth knows as ours: a pod may crash for reasons of its own. */
  private boolean endUnreachable(PodState pod, List<JsonNode> open) {
    CrashFault crash = new CrashFault();
    boolean ours =
        open.stream()
            .anyMatch(
                entry ->
                    entry.path("fault").asText().equals(crash.name())
                        && entry.path("target").asText().equals(pod.name()));
    if (ours && crash.endUnreachable(cluster, pod.name())) {
      out.printf("%s: crash loop ended by deleting the pod%n", pod.name());
      return true;
    }
    return false;
  }

  private void writeEnd(JsonNode entry) {
    ObjectNode line = entry.deepCopy();
    line.put("ended_at", surroundings.now().toString()).put("outcome", "cleared");
    truth.append(line);
  }
}

package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a pod's object says that matters to a fault; the first container is the one that counts. */
record PodState(JsonNode pod) {
  String name() {
    return pod.at("/metadata/name").asText();
  }

  String uid() {
    return pod.at("/metadata/uid").asText();
  }

  String node() {
    return pod.at("/spec/nodeName").asText();
  }

  int restarts() {
    return status().path("restartCount").asInt();
  }

  Optional<String> lastReason() {
    return text(status().at("/lastState/terminated/reason"));
  }

  /** When the container ended last, to the second. */
  Optional<String> lastEnd() {
    return text(status().at("/lastState/terminated/finishedAt"));
  }

  Optional<String> waitingReason() {
    return text(status().at("/state/waiting/reason"));
  }

  /** Whether one of its containers says that it listens on the management port. */
  boolean hasFaultPage() {
    for (JsonNode container : pod.at("/spec/containers")) {
      for (JsonNode port : container.path("ports")) {
        if (port.path("containerPort").asInt() == FaultEndpoint.PORT) {
          return true;
        }
      }
    }
    return false;
  }

  void requireRunning() {
    String phase = pod.at("/status/phase").asText("unknown");
    if (!phase.equals("Running")) {
      throw new UserError(
          "the pod " + name() + " cannot be given a fault",
          "its phase is " + phase + waitingReason().map(reason -> " (" + reason + ")").orElse(""),
          "wait until it runs, or name another");
    }
  }

  private JsonNode status() {
    return pod.at("/status/containerStatuses/0");
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}

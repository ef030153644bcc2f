package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;

/**
 * How far a kubelet is with the size of a pod.
 *
 * @param text what it says
 */
public record PodSize(State state, String text) {
  /** How far. */
  public enum State {
    /** The containers have what the spec says. */
    DONE,
    /** Not yet. */
    UNDER_WAY,
    /** The node has no room now. */
    DEFERRED,
    /** The node can never do it. */
    INFEASIBLE,
    GONE,
    UNKNOWN
  }

  public PodSize {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(text, "text");
  }

  static PodSize read(JsonNode pod) {
    for (JsonNode condition : pod.at("/status/conditions")) {
      boolean pending = condition.path("type").asText().equals("PodResizePending");
      if (pending && condition.path("status").asText().equals("True")) {
        boolean later = condition.path("reason").asText().equals("Deferred");
        return new PodSize(
            later ? State.DEFERRED : State.INFEASIBLE, condition.path("message").asText());
      }
      boolean working = condition.path("type").asText().equals("PodResizeInProgress");
      if (working && condition.path("status").asText().equals("True")) {
        return new PodSize(State.UNDER_WAY, condition.path("message").asText());
      }
    }
    List<ContainerSize> has =
        Wire.items(pod.at("/status/containerStatuses")).map(ContainerSize::read).toList();
    boolean all = Resizer.sizes(pod.path("spec")).stream().allMatch(size -> has(size, has));
    return all ? new PodSize(State.DONE, "") : new PodSize(State.UNDER_WAY, "not taken up yet");
  }

  // A container without requests and limits has no resources in its status either.
  private static boolean has(ContainerSize wanted, List<ContainerSize> has) {
    return wanted.requests().isEmpty() || has.contains(wanted);
  }
}

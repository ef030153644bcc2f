package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A pod that was given a fault, and what became of it.
 *
 * @param pod its name
 * @param restarts of its container when the fault began
 * @param replacedAt when it was seen to go or, at its OOM kill, to begin anew
 * @param end how it went, in words
 * @param failedRequests of its side from then on until two steps after its end, those refused with
 *     5xx left out: a full pod refuses, a dying one breaks connections
 */
record FaultyPod(
    Side side,
    String fault,
    String pod,
    String uid,
    int restarts,
    Instant injectedAt,
    Optional<Instant> replacedAt,
    boolean oomKilled,
    String end,
    long failedRequests) {
  private static final String OOM = "OOMKilled";
  private static final String STILL = "it still runs";

  static FaultyPod begun(Side side, String fault, JsonNode pod, Instant at) {
    return new FaultyPod(
        side,
        fault,
        pod.path("metadata").path("name").asText(),
        pod.path("metadata").path("uid").asText(),
        restarts(pod),
        at,
        Optional.empty(),
        false,
        STILL,
        0);
  }

  /** What the API shows of it now; empty if it shows no pod of that name. */
  FaultyPod seen(Optional<JsonNode> pod, Instant now) {
    if (replacedAt.isPresent()) {
      return this;
    }
    if (pod.isEmpty() || !pod.get().path("metadata").path("uid").asText().equals(uid)) {
      return ended(now, false, "it is gone");
    }
    if (restarts(pod.get()) > restarts) {
      boolean oom = reason(pod.get()).equals(OOM);
      return ended(now, oom, oom ? "the kernel killed it" : "its container began anew");
    }
    if (pod.get().path("metadata").has("deletionTimestamp")) {
      return ended(now, false, farewell(pod.get()));
    }
    return this;
  }

  private static String farewell(JsonNode pod) {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("DisruptionTarget")) {
        return "evicted (" + condition.path("reason").asText() + ")";
      }
    }
    return "removed without an eviction: scaled in";
  }

  private FaultyPod ended(Instant at, boolean oom, String how) {
    return new FaultyPod(
        side, fault, pod, uid, restarts, injectedAt, Optional.of(at), oom, how, failedRequests);
  }

  FaultyPod with(long failed) {
    return new FaultyPod(
        side, fault, pod, uid, restarts, injectedAt, replacedAt, oomKilled, end, failed);
  }

  private static int restarts(JsonNode pod) {
    return pod.at("/status/containerStatuses/0/restartCount").asInt();
  }

  private static String reason(JsonNode pod) {
    JsonNode status = pod.at("/status/containerStatuses/0");
    String last = status.at("/lastState/terminated/reason").asText("");
    return last.isEmpty() ? status.at("/state/terminated/reason").asText("") : last;
  }
}

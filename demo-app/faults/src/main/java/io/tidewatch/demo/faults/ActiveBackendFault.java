package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A fault at work in a pod. */
record ActiveBackendFault(
    BackendFault fault, Cluster cluster, FaultEndpoint endpoint, PodState before, JsonNode begun)
    implements ActiveFault {
  @Override
  public Optional<Instant> since() {
    return begun.has("since")
        ? Optional.of(Instant.parse(begun.path("since").asText()))
        : Optional.empty();
  }

  @Override
  public Map<String, Object> parameters() {
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("node", before.node());
    parameters.put("pod_uid", before.uid());
    if (begun.path("intensity").isNumber()) {
      parameters.put("intensity", begun.path("intensity").doubleValue());
    }
    return parameters;
  }

  @Override
  public Optional<String> outcome() {
    Optional<PodState> now = cluster.findPod(before.name());
    if (now.isEmpty() || !now.get().uid().equals(before.uid())) {
      return Optional.of("pod gone");
    }
    if (fault.endsWithTheContainer() && now.get().restarts() > before.restarts()) {
      return Optional.of(now.get().lastReason().orElse("container restarted"));
    }
    return Optional.empty();
  }

  @Override
  public void end() {
    if (endpoint.activeIfReachable(fault.name()).isEmpty()) {
      fault.endUnreachable(cluster, before.name());
      return;
    }
    timeOver();
  }

  /**
   * The pod ends its faults together, so ours only if it is the only one; else it ends there at its
   * time by itself.
   */
  @Override
  public void timeOver() {
    if (endpoint.namesIfReachable().equals(List.of(fault.name()))) {
      endpoint.clear();
    }
  }

  @Override
  public Map<String, Object> observed() {
    Map<String, Object> seen = new TreeMap<>();
    cluster
        .findPod(before.name())
        .filter(now -> now.uid().equals(before.uid()))
        .ifPresent(
            now -> {
              seen.put("restarts", now.restarts() - before.restarts());
              now.lastEnd().ifPresent(at -> seen.put("last_end", at));
              now.lastReason().ifPresent(reason -> seen.put("last_reason", reason));
              now.waitingReason().ifPresent(reason -> seen.put("waiting", reason));
            });
    return seen;
  }
}

package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A fault at work in a pod. */
final class ActiveBackendFault implements ActiveFault {
  private final BackendFault fault;
  private final FaultOrder order;
  private final Cluster cluster;
  private final FaultEndpoint endpoint;
  private final PodState before;
  private final Map<String, Object> parameters = new TreeMap<>();

  ActiveBackendFault(
      BackendFault fault,
      FaultOrder order,
      Cluster cluster,
      FaultEndpoint endpoint,
      PodState before) {
    this.fault = fault;
    this.order = order;
    this.cluster = cluster;
    this.endpoint = endpoint;
    this.before = before;
    parameters.put("node", before.node());
    parameters.put("pod_uid", before.uid());
    endpoint
        .activeIfReachable(fault.name())
        .map(active -> active.path("intensity"))
        .filter(JsonNode::isNumber)
        .ifPresent(intensity -> parameters.put("intensity", intensity.doubleValue()));
  }

  @Override
  public Map<String, Object> parameters() {
    return parameters;
  }

  @Override
  public Optional<String> outcome() {
    Optional<PodState> now = cluster.findPod(order.target());
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
      fault.endUnreachable(cluster, order.target());
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
        .findPod(order.target())
        .filter(now -> now.uid().equals(before.uid()))
        .ifPresent(
            now -> {
              seen.put("restarts", now.restarts() - before.restarts());
              now.lastReason().ifPresent(reason -> seen.put("last_reason", reason));
              now.waitingReason().ifPresent(reason -> seen.put("waiting", reason));
            });
    return seen;
  }
}

package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A fault that a backend pod has in itself: it is ordered over the pod's management port. */
abstract class BackendFault implements Fault {
  @Override
  public boolean benign() {
    return false;
  }

  @Override
  public TargetKind target() {
    return TargetKind.POD;
  }

  /** Whether it is over when its container is: true of all that lives in memory only. */
  boolean endsWithTheContainer() {
    return true;
  }

  /**
   * Ends it in a pod that does not answer, if there is anything to end: what lives in memory only
   * has ended with the process.
   */
  boolean endUnreachable(Cluster cluster, String pod) {
    return false;
  }

  @Override
  public ActiveFault begin(FaultOrder order, Cluster cluster) {
    FaultEndpoint endpoint = new FaultEndpoint(cluster, order.target());
    PodState before = cluster.pod(order.target());
    before.requireRunning();
    endpoint.active(name()).ifPresent(other -> refuseSecond(order.target(), other));
    JsonNode begun = endpoint.order(body(order));
    return new ActiveBackendFault(this, cluster, endpoint, before, begun);
  }

  private void refuseSecond(String pod, JsonNode other) {
    throw new UserError(
        pod + " has the fault " + name() + " already",
        "it ends at " + other.path("until").asText("its time"),
        "wait for it, take another pod, or end all faults: fault clear");
  }

  private ObjectNode body(FaultOrder order) {
    ObjectNode body =
        Json.object()
            .put("name", name())
            .put("seconds", order.duration().toSeconds())
            .put("seed", order.seed());
    order.intensity().ifPresent(value -> body.put("intensity", value));
    return body;
  }
}

package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A rolling update to the same image: every pod is replaced, as by any release. */
final class DeployFault implements Fault {
  private static final String RELEASE = "faults.aiops-demo/release";

  @Override
  public String name() {
    return "deploy";
  }

  @Override
  public String summary() {
    return "a rolling update: an annotation of the pod template changes, all pods are replaced";
  }

  @Override
  public boolean benign() {
    return true;
  }

  @Override
  public TargetKind target() {
    return TargetKind.DEPLOYMENT;
  }

  @Override
  public Optional<String> defaultTarget(Cluster cluster) {
    return Optional.of("backend");
  }

  @Override
  public ActiveFault begin(FaultOrder order, Cluster cluster) {
    ObjectNode patch = Json.object();
    patch
        .putObject("spec")
        .putObject("template")
        .putObject("metadata")
        .putObject("annotations")
        .put(RELEASE, order.id());
    String deployment = "deployment/" + order.target();
    cluster.demand(deployment, "patch", deployment, "--type=merge", "-p", patch.toString());
    return new Rollout(cluster, deployment);
  }

  /** A rolling update under way; it is not undone. */
  private record Rollout(Cluster cluster, String deployment) implements ActiveFault {
    @Override
    public Optional<String> outcome() {
      JsonNode now = Json.parse(cluster.demand(deployment, "get", deployment, "-o", "json"));
      int wanted = now.at("/spec/replicas").asInt();
      JsonNode status = now.path("status");
      boolean seen =
          status.path("observedGeneration").asLong() >= now.at("/metadata/generation").asLong();
      boolean done =
          status.path("updatedReplicas").asInt() == wanted
              && status.path("replicas").asInt() == wanted
              && status.path("availableReplicas").asInt() == wanted;
      return seen && done ? Optional.of("rolled out") : Optional.empty();
    }

    @Override
    public void end() {
      // a release goes on by itself
    }
  }
}

package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.Optional;

/**
 * What a target is at: how many pods it shall have, and whether it is being rolled out.
 *
 * @param moving why its pods are not to be touched now; also if nobody could say
 */
public record TargetState(int wanted, Optional<String> moving) {
  public TargetState {
    Objects.requireNonNull(moving, "moving");
  }

  /** Looks it up; a target that cannot be seen counts as moving. */
  public static TargetState look(KubernetesClient client, TargetName target) {
    Optional<String> plural = target.plural();
    if (plural.isEmpty()) {
      return unknown("rollouts of a " + target.kind() + " cannot be told");
    }
    KubernetesApi api = new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT);
    Answer answer = api.get(target.path(plural.get()));
    return answer.ok() ? read(target.kind(), answer.body()) : unknown(answer.text());
  }

  private static TargetState unknown(String why) {
    return new TargetState(0, Optional.of(why));
  }

  static TargetState read(String kind, JsonNode object) {
    int wanted = object.at("/spec/replicas").asInt(1);
    long written = object.at("/metadata/generation").asLong();
    if (object.at("/status/observedGeneration").asLong() < written) {
      return new TargetState(wanted, Optional.of("its last change has not been taken up yet"));
    }
    return new TargetState(wanted, rollout(kind, object.path("status"), wanted));
  }

  private static Optional<String> rollout(String kind, JsonNode status, int wanted) {
    boolean moving =
        switch (kind) {
          // The server leaves counts of 0 out.
          case "Deployment" ->
              status.path("updatedReplicas").asInt(0) < wanted
                  || status.path("replicas").asInt(0) > status.path("updatedReplicas").asInt(0);
          case "StatefulSet" ->
              !status.path("currentRevision").equals(status.path("updateRevision"));
          default -> false;
        };
    return moving ? Optional.of("a rollout is under way") : Optional.empty();
  }
}

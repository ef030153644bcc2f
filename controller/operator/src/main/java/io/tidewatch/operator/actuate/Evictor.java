package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;

/** Asks for evictions, which honour disruption budgets; nothing of ours ever deletes a pod. */
public final class Evictor {
  private final KubernetesApi api;
  private final Fence fence;

  Evictor(KubernetesApi api, Fence fence) {
    this.api = api;
    this.fence = fence;
  }

  /** One that asks the cluster of a client. */
  public static Evictor of(KubernetesClient client, Fence fence) {
    return new Evictor(new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT), fence);
  }

  /**
   * What the server said.
   *
   * @param retryAfter seldom given: only while a budget has not been looked at yet
   */
  public record Result(EvictionReason reason, String text, Optional<Duration> retryAfter) {}

  /** Asks once. */
  public Result evict(PodName pod) {
    if (!fence.holds()) {
      return new Result(
          EvictionReason.NOT_LEADER, "this process does not lead any more", Optional.empty());
    }
    Answer answer = api.post(pod.path() + "/eviction", body(pod));
    return new Result(EvictionReason.of(answer), answer.text(), answer.retryAfter());
  }

  private static ObjectNode body(PodName pod) {
    ObjectNode body = Wire.object().put("apiVersion", "policy/v1").put("kind", "Eviction");
    body.putObject("metadata").put("name", pod.name()).put("namespace", pod.namespace());
    body.putObject("deleteOptions").putObject("preconditions").put("uid", pod.uid());
    return body;
  }
}

package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Writes Events, which {@code kubectl describe} shows with the object that they are about. */
public final class EventNotes {
  private static final int LONGEST = 1_000;

  private final KubernetesApi api;
  private final Fence fence;
  private final Clock clock;

  EventNotes(KubernetesApi api, Fence fence, Clock clock) {
    this.api = api;
    this.fence = fence;
    this.clock = clock;
  }

  /** Into the cluster of a client, as long as the fence holds. */
  public static EventNotes of(KubernetesClient client, Fence fence, Clock clock) {
    return new EventNotes(new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT), fence, clock);
  }

  /**
   * One Event.
   *
   * @param warning whether people should be worried
   * @param reason a stable word
   */
  public record Note(
      String namespace, String scaler, String uid, boolean warning, String reason, String text) {
    public Note {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(text, "text");
    }
  }

  /** Writes it; one that is lost is only one sentence less. */
  public boolean write(Note note) {
    return tell(note).ok();
  }

  Answer tell(Note note) {
    return fence.holds()
        ? api.post("/api/v1/namespaces/" + note.namespace() + "/events", body(note))
        : Answer.none("this process does not lead any more");
  }

  private ObjectNode body(Note note) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode body = Wire.object().put("apiVersion", "v1").put("kind", "Event");
    body.putObject("metadata")
        .put("generateName", note.scaler() + ".")
        .put("namespace", note.namespace());
    body.putObject("involvedObject")
        .put("apiVersion", "tidewatch.io/v1alpha1")
        .put("kind", "PredictiveScaler")
        .put("namespace", note.namespace())
        .put("name", note.scaler())
        .put("uid", note.uid());
    body.putObject("source").put("component", KubernetesApi.MANAGER);
    String text = note.text();
    return body.put("reason", note.reason())
        .put("message", text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
        .put("type", note.warning() ? "Warning" : "Normal")
        .put("count", 1)
        .put("firstTimestamp", now)
        .put("lastTimestamp", now);
  }
}

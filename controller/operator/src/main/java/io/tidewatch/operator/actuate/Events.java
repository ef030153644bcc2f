package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Events beside PredictiveScalers, as {@code kubectl describe psc} shows them. */
final class Events {
  private static final int LONGEST = 1_000;

  private final KubernetesApi api;
  private final Fence fence;
  private final Clock clock;

  Events(KubernetesApi api, Fence fence, Clock clock) {
    this.api = api;
    this.fence = fence;
    this.clock = clock;
  }

  Answer tell(Errand.Note note) {
    if (!fence.holds()) {
      return Answer.none("this process does not lead any more");
    }
    String path = "/api/v1/namespaces/" + note.about().namespace() + "/events";
    return api.post(path, body(note));
  }

  private ObjectNode body(Errand.Note note) {
    Instant now = clock.instant();
    String second = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Errand.About about = note.about();
    ObjectNode body = Wire.object().put("apiVersion", "v1").put("kind", "Event");
    body.putObject("metadata")
        .put("generateName", about.name() + ".")
        .put("namespace", about.namespace());
    body.putObject("involvedObject")
        .put("apiVersion", "tidewatch.io/v1alpha1")
        .put("kind", "PredictiveScaler")
        .put("namespace", about.namespace())
        .put("name", about.name())
        .put("uid", about.uid());
    body.putObject("source").put("component", KubernetesApi.MANAGER);
    return body.put("type", note.warning() ? "Warning" : "Normal")
        .put("reason", note.reason())
        .put("message", shortened(note.text()))
        .put("count", 1)
        .put("firstTimestamp", second)
        .put("lastTimestamp", second);
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}

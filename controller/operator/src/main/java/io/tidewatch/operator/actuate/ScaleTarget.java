package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Scales a target that no HPA owns, by a merge patch of its {@code /scale}. */
final class ScaleTarget {
  private static final int LOOKS = 3;

  private final KubernetesApi api;
  private final Fence fence;
  private final Map<String, String> plurals = new ConcurrentHashMap<>();

  ScaleTarget(KubernetesApi api, Fence fence) {
    this.api = api;
    this.fence = fence;
  }

  /** A conflict means that something has changed: the order is weighed against the new state. */
  ScaleResult pursue(ScaleOrder order) {
    Optional<String> plural = plural(order.target());
    if (plural.isEmpty()) {
      return ScaleResult.of(
          ScaleReason.TARGET_NOT_FOUND, "the server knows no kind " + order.target().kind());
    }
    String path = order.target().path(plural.get()) + "/scale";
    for (int look = 0; look < LOOKS; look++) {
      Answer seen = api.get(path);
      if (!seen.ok()) {
        return failed(seen);
      }
      // The server leaves a count of 0 out.
      ScalePlan plan = ScalePlan.of(order, seen.body().at("/spec/replicas").asInt(0));
      if (plan instanceof ScalePlan.Rest rest) {
        return ScaleResult.of(rest.reason(), rest.text());
      }
      Optional<ScaleResult> hindered = hindered(order.target());
      if (hindered.isPresent()) {
        return hindered.get();
      }
      Answer written = api.merge(path, patch(seen.body(), (ScalePlan.Write) plan));
      if (written.ok()) {
        return ScaleResult.of(ScaleReason.SCALED, "to " + ((ScalePlan.Write) plan).replicas());
      }
      if (!written.conflict()) {
        return ScaleResult.trouble(written);
      }
    }
    return ScaleResult.of(
        ScaleReason.API_TROUBLE, "the target keeps changing: left to the next pass");
  }

  private Optional<ScaleResult> hindered(TargetName target) {
    Answer hpas =
        api.get(
            "/apis/autoscaling/v2/namespaces/%s/horizontalpodautoscalers"
                .formatted(target.namespace()));
    if (!hpas.ok()) {
      return Optional.of(ScaleResult.trouble(hpas));
    }
    Optional<ScaleResult> owner =
        Wire.items(hpas.body().path("items"))
            .filter(hpa -> aims(hpa.at("/spec/scaleTargetRef"), target))
            .map(hpa -> hpa.at("/metadata/name").asText())
            .map(name -> ScaleResult.of(ScaleReason.HPA_OWNS, "HPA " + name + " owns the count"))
            .findFirst();
    if (owner.isPresent() || fence.holds()) {
      return owner;
    }
    return Optional.of(
        ScaleResult.of(ScaleReason.NOT_LEADER, "this process does not lead any more"));
  }

  private static boolean aims(JsonNode reference, TargetName target) {
    String version = reference.path("apiVersion").asText("");
    String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    return reference.path("kind").asText().equals(target.kind())
        && reference.path("name").asText().equals(target.name())
        && group.equals(target.group());
  }

  private static ObjectNode patch(JsonNode seen, ScalePlan.Write plan) {
    ObjectNode patch = Wire.object();
    patch
        .putObject("metadata")
        .put("resourceVersion", seen.at("/metadata/resourceVersion").asText())
        .put("uid", seen.at("/metadata/uid").asText());
    patch.putObject("spec").put("replicas", plan.replicas());
    return patch;
  }

  private Optional<String> plural(TargetName target) {
    Optional<String> known =
        target
            .plural()
            .or(() -> Optional.ofNullable(plurals.get(target.apiVersion() + target.kind())));
    if (known.isPresent()) {
      return known;
    }
    Optional<String> told =
        Wire.items(api.get(target.groupPath()).body().path("resources"))
            .filter(resource -> resource.path("kind").asText().equals(target.kind()))
            .map(resource -> resource.path("name").asText())
            .filter(name -> !name.contains("/"))
            .findFirst();
    told.ifPresent(name -> plurals.put(target.apiVersion() + target.kind(), name));
    return told;
  }

  private static ScaleResult failed(Answer answer) {
    if (!answer.missing()) {
      return ScaleResult.trouble(answer);
    }
    // The kind is right and the object missing, or the object is there and its kind cannot scale.
    boolean object = answer.body().at("/details/name").isTextual();
    return ScaleResult.of(
        object ? ScaleReason.TARGET_NOT_FOUND : ScaleReason.TARGET_NOT_SCALABLE, answer.text());
  }
}

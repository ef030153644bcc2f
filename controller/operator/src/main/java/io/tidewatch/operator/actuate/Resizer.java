package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resizes running pods in place and, in a change window, the template that new pods come from. */
final class Resizer {
  private static final int LOOKS = 3;

  private final KubernetesApi api;
  private final Fence fence;

  Resizer(KubernetesApi api, Fence fence) {
    this.api = api;
    this.fence = fence;
  }

  /** What came of it. */
  record Result(ResizeReason reason, String text) {}

  /** A running pod, named by its uid. */
  Result pod(PodName pod, Map<String, Map<Resource, Long>> wanted) {
    return pursue(pod.path(), "/resize", "/spec", Optional.of(pod.uid()), wanted);
  }

  /** The template of a Deployment; its pods are replaced as its strategy says. */
  Result template(TargetName target, Map<String, Map<Resource, Long>> wanted) {
    Optional<String> plural = target.plural();
    if (plural.isEmpty()) {
      return new Result(ResizeReason.NOT_SUPPORTED, "no template of a " + target.kind());
    }
    String path = target.path(plural.get());
    return pursue(path, "", "/spec/template/spec", Optional.empty(), wanted);
  }

  private Result pursue(
      String path,
      String subresource,
      String spec,
      Optional<String> uid,
      Map<String, Map<Resource, Long>> wanted) {
    for (int look = 0; look < LOOKS; look++) {
      Answer seen = api.get(path);
      if (!seen.ok()) {
        return new Result(ResizeReason.of(seen), seen.text());
      }
      if (uid.filter(id -> !id.equals(seen.body().at("/metadata/uid").asText())).isPresent()) {
        return new Result(ResizeReason.POD_GONE, "another pod has its name");
      }
      ResizePlan plan = ResizePlan.of(sizes(seen.body().at(spec)), wanted);
      if (plan instanceof ResizePlan.Rest rest) {
        return new Result(rest.reason(), rest.text());
      }
      if (!fence.holds()) {
        return new Result(ResizeReason.NOT_LEADER, "this process does not lead any more");
      }
      ResizePlan.Write write = (ResizePlan.Write) plan;
      Answer written = api.strategic(path + subresource, patch(seen.body(), spec, write));
      if (!written.conflict()) {
        return written.ok() ? checked(written, spec, write) : refused(written);
      }
    }
    return new Result(ResizeReason.API_TROUBLE, "the object keeps changing: left to the next pass");
  }

  private static Result refused(Answer written) {
    return new Result(ResizeReason.of(written), written.text());
  }

  // The server drops what it does not resize, and says 200 all the same.
  private static Result checked(Answer written, String spec, ResizePlan.Write write) {
    boolean stands = sizes(written.body().at(spec)).containsAll(write.after());
    return stands
        ? new Result(ResizeReason.RESIZED, "")
        : new Result(ResizeReason.NOT_SUPPORTED, "the server took the patch and left it out");
  }

  private static List<ContainerSize> sizes(JsonNode spec) {
    return Wire.items(spec.path("containers")).map(ContainerSize::read).toList();
  }

  private static ObjectNode patch(JsonNode seen, String spec, ResizePlan.Write write) {
    ObjectNode patch = Wire.object();
    patch
        .putObject("metadata")
        .put("resourceVersion", seen.at("/metadata/resourceVersion").asText())
        .put("uid", seen.at("/metadata/uid").asText());
    ObjectNode at = patch;
    for (String key : spec.substring(1).split("/")) {
      at = at.withObject(key.isEmpty() ? "" : "/" + key);
    }
    at.setAll(write.spec());
    return patch;
  }
}

package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Resizes running pods in place and, in a change window, the template that new pods come from. */
public final class Resizer {
  static final String TEMPLATE = "/spec/template/spec";
  private static final int LOOKS = 3;

  private final KubernetesApi api;
  private final Fence fence;

  Resizer(KubernetesApi api, Fence fence) {
    this.api = api;
    this.fence = fence;
  }

  /** Of the cluster of a client. */
  public static Resizer of(KubernetesClient client, Fence fence) {
    return new Resizer(new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT), fence);
  }

  /** What came of it. */
  public record Result(ResizeReason reason, String text) {}

  /** What is written where, and what must hold of the object that is there. */
  private record Aim(
      String path,
      String subresource,
      String spec,
      Map<String, Map<Resource, Long>> wanted,
      Function<JsonNode, Optional<Result>> refusal,
      Optional<SizeMark> mark) {}

  /**
   * A running pod, named by its uid, if nobody else has given it another size.
   *
   * @param from what it may ask for now, beside what is wanted
   */
  public Result pod(
      PodName pod,
      String container,
      Optional<Map<Resource, Long>> from,
      Map<Resource, Long> wanted) {
    return pursue(
        new Aim(
            pod.path(),
            "/resize",
            "/spec",
            Map.of(container, wanted),
            seen -> anotherPod(pod, seen).or(() -> anotherSize(seen, container, from, wanted)),
            Optional.empty()));
  }

  private static Optional<Result> anotherSize(
      JsonNode seen,
      String container,
      Optional<Map<Resource, Long>> from,
      Map<Resource, Long> wanted) {
    boolean expected =
        sizes(seen.path("spec")).stream()
            .filter(size -> size.name().equals(container))
            .map(ContainerSize::requests)
            .anyMatch(
                now ->
                    now.entrySet().containsAll(wanted.entrySet())
                        || from.filter(each -> now.entrySet().containsAll(each.entrySet()))
                            .isPresent());
    return expected
        ? Optional.empty()
        : Optional.of(
            new Result(ResizeReason.CONFLICTING_OWNER, "somebody has given it another size"));
  }

  private static Optional<Result> anotherPod(PodName pod, JsonNode seen) {
    return pod.uid().equals(seen.at("/metadata/uid").asText())
        ? Optional.empty()
        : Optional.of(new Result(ResizeReason.POD_GONE, "another pod has its name"));
  }

  /**
   * The template of a Deployment, if it still is what was decided on; its pods are replaced as its
   * strategy says.
   *
   * @param before what the container asked for then
   * @param mark what is remembered on the object: it tells later whether somebody changed it
   */
  public Result template(TargetName target, ContainerSize before, SizeMark mark) {
    Optional<String> plural = target.plural();
    if (plural.isEmpty()) {
      return new Result(ResizeReason.NOT_SUPPORTED, "no template of a " + target.kind());
    }
    return pursue(
        new Aim(
            target.path(plural.get()),
            "",
            TEMPLATE,
            Map.of(mark.container(), mark.wrote()),
            seen -> refusal(seen, before, mark),
            Optional.of(mark)));
  }

  private static Optional<Result> refusal(JsonNode seen, ContainerSize before, SizeMark mark) {
    Optional<String> keeper = GitOps.keeperOf(seen.path("metadata"));
    if (keeper.isPresent()) {
      return Optional.of(new Result(ResizeReason.MANAGED_BY_GIT_OPS, keeper.get()));
    }
    boolean expected =
        sizes(seen.at(TEMPLATE)).stream()
            .anyMatch(size -> size.equals(before) || mark.standsIn(size));
    return expected
        ? Optional.empty()
        : Optional.of(
            new Result(
                ResizeReason.CONFLICTING_OWNER,
                "the template's requests were changed since it was decided"));
  }

  private Result pursue(Aim aim) {
    for (int look = 0; look < LOOKS; look++) {
      Answer seen = api.get(aim.path());
      if (!seen.ok()) {
        return new Result(ResizeReason.of(seen), seen.text());
      }
      Optional<Result> refusal = aim.refusal().apply(seen.body());
      if (refusal.isPresent()) {
        return refusal.get();
      }
      ResizePlan plan = ResizePlan.of(sizes(seen.body().at(aim.spec())), aim.wanted());
      if (plan instanceof ResizePlan.Rest rest) {
        return new Result(rest.reason(), rest.text());
      }
      if (!fence.holds()) {
        return new Result(ResizeReason.NOT_LEADER, "this process does not lead any more");
      }
      ResizePlan.Write write = (ResizePlan.Write) plan;
      Answer written =
          api.strategic(aim.path() + aim.subresource(), patch(seen.body(), aim, write));
      if (!written.conflict()) {
        return written.ok() ? checked(written, aim.spec(), write) : refused(written, aim);
      }
    }
    return new Result(ResizeReason.API_TROUBLE, "the object keeps changing: left to the next pass");
  }

  private static Result refused(Answer written, Aim aim) {
    // Asked again, a server that finds a pod's new size invalid would say the same.
    if (!aim.subresource().isEmpty() && written.status() == 422) {
      return new Result(ResizeReason.NOT_SUPPORTED, written.text());
    }
    return new Result(ResizeReason.of(written), written.text());
  }

  // The server drops what it does not resize, and says 200 all the same.
  private static Result checked(Answer written, String spec, ResizePlan.Write write) {
    boolean stands = sizes(written.body().at(spec)).containsAll(write.after());
    return stands
        ? new Result(ResizeReason.RESIZED, "")
        : new Result(ResizeReason.NOT_SUPPORTED, "the server took the patch and left it out");
  }

  static List<ContainerSize> sizes(JsonNode spec) {
    return Wire.items(spec.path("containers")).map(ContainerSize::read).toList();
  }

  private static ObjectNode patch(JsonNode seen, Aim aim, ResizePlan.Write write) {
    ObjectNode patch = Wire.object();
    ObjectNode meta =
        patch
            .putObject("metadata")
            .put("resourceVersion", seen.at("/metadata/resourceVersion").asText())
            .put("uid", seen.at("/metadata/uid").asText());
    aim.mark()
        .ifPresent(
            mark -> meta.putObject("annotations").put(SizeMark.ANNOTATION, mark.json().toString()));
    ObjectNode at = patch;
    for (String key : aim.spec().substring(1).split("/")) {
      at = at.withObject("/" + key);
    }
    at.setAll(write.spec());
    return patch;
  }
}

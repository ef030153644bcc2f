package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes another target for good, as its user allowed it, and leaves the field to whom it belonged:
 * his next apply works, and wins.
 */
final class HpaRetarget {
  private static final int LOOKS = 5;

  private final Hpas hpas;
  private final Fence fence;

  HpaRetarget(Hpas hpas, Fence fence) {
    this.hpas = hpas;
    this.fence = fence;
  }

  Resizer.Result pursue(String namespace, HpaTarget target) {
    HpaName name = new HpaName(namespace, target.name());
    List<FieldOwner> owners = List.of();
    for (int look = 0; look < LOOKS; look++) {
      Answer seen = hpas.get(name);
      if (!seen.ok()) {
        return new Resizer.Result(
            seen.missing() ? ResizeReason.CONFLICTING_OWNER : ResizeReason.API_TROUBLE,
            seen.text());
      }
      HpaObject hpa = HpaObject.read(seen.body());
      Optional<Resizer.Result> rest = rest(hpa, target);
      if (rest.isPresent()) {
        return rest.get();
      }
      if (!fence.holds()) {
        return new Resizer.Result(ResizeReason.NOT_LEADER, "this process does not lead any more");
      }
      if (hpa.ours(HpaField.METRICS)) {
        hpas.merge(name, handBack(hpa, owners));
        continue;
      }
      owners = hpa.owners();
      Answer written = hpas.apply(name, body(hpa, target), true);
      if (!written.ok() && !written.conflict()) {
        return new Resizer.Result(ResizeReason.of(written), written.text());
      }
    }
    return new Resizer.Result(ResizeReason.API_TROUBLE, "the HPA keeps changing");
  }

  private static Optional<Resizer.Result> rest(HpaObject hpa, HpaTarget target) {
    if (hpa.mark().isPresent()) {
      return result(ResizeReason.FLOOR_STANDS, "a floor of ours stands: its end is waited for");
    }
    if (hpa.gitOps().isPresent()) {
      return result(ResizeReason.MANAGED_BY_GIT_OPS, hpa.gitOps().get());
    }
    if (hpa.scaledObject().isPresent()) {
      return result(ResizeReason.CONFLICTING_OWNER, "KEDA writes the HPA " + target.name());
    }
    List<ObjectNode> targets = targets(hpa.metrics().deepCopy());
    int now = targets.size() == 1 ? percent(targets.get(0)) : 0;
    if (now == target.to() && !hpa.ours(HpaField.METRICS)) {
      return result(ResizeReason.AS_WANTED, "");
    }
    return now == target.from() || now == target.to()
        ? Optional.empty()
        : result(ResizeReason.CONFLICTING_OWNER, "the HPA's target is not " + target.from() + " %");
  }

  private static Optional<Resizer.Result> result(ResizeReason reason, String text) {
    return Optional.of(new Resizer.Result(reason, text));
  }

  private static int percent(ObjectNode target) {
    return target.path("averageUtilization").asInt();
  }

  /** The targets that are shares of the CPU request. */
  static List<ObjectNode> targets(JsonNode metrics) {
    List<ObjectNode> targets = new ArrayList<>();
    for (JsonNode metric : metrics) {
      for (String source : List.of("resource", "containerResource")) {
        boolean cpu = metric.path(source).path("name").asText().equals("cpu");
        JsonNode target = metric.path(source).path("target");
        if (cpu && target.path("averageUtilization").isInt()) {
          targets.add((ObjectNode) target);
        }
      }
    }
    return targets;
  }

  private static ObjectNode body(HpaObject hpa, HpaTarget target) {
    JsonNode metrics = hpa.metrics().deepCopy();
    targets(metrics).forEach(each -> each.put("averageUtilization", target.to()));
    ObjectNode body =
        Wire.object().put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
    precondition(body.putObject("metadata"), hpa);
    body.putObject("spec").set("metrics", metrics);
    return body;
  }

  private static ObjectNode handBack(HpaObject hpa, List<FieldOwner> owners) {
    ObjectNode body = Wire.object();
    precondition(body.putObject("metadata"), hpa)
        .set("managedFields", Ownership.handBack(hpa, owners, Set.of(HpaField.METRICS)));
    return body;
  }

  private static ObjectNode precondition(ObjectNode meta, HpaObject hpa) {
    return meta.put("name", hpa.name().name())
        .put("uid", hpa.uid())
        .put("resourceVersion", hpa.resourceVersion());
  }
}

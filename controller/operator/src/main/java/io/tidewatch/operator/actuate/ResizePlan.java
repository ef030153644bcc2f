package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether, and to what, the containers of a pod or template are resized. */
sealed interface ResizePlan {
  /** Not, and why. */
  record Rest(ResizeReason reason, String text) implements ResizePlan {}

  /** These containers, all others left alone. */
  record Write(List<Change> changes) implements ResizePlan {
    public Write {
      changes = List.copyOf(changes);
    }

    /** The patch's list of containers, by name. */
    ObjectNode spec() {
      ObjectNode spec = Wire.object();
      var list = spec.putArray("containers");
      changes.forEach(change -> list.add(change.after().json(change.before())));
      return spec;
    }

    List<ContainerSize> after() {
      return changes.stream().map(Change::after).toList();
    }
  }

  /** One container. */
  record Change(ContainerSize before, ContainerSize after) {}

  /**
   * New requests move limits in the same proportion, so what may be used beyond the request stays
   * what the user meant by it, and the pod's class stays what it is.
   *
   * @param wanted requests by container
   */
  static ResizePlan of(List<ContainerSize> now, Map<String, Map<Resource, Long>> wanted) {
    List<Change> changed = new ArrayList<>();
    List<ContainerSize> after = new ArrayList<>();
    for (ContainerSize size : now) {
      ContainerSize next = next(size, wanted.getOrDefault(size.name(), Map.of()));
      after.add(next);
      if (!next.equals(size)) {
        changed.add(new Change(size, next));
      }
    }
    if (QosClass.of(now) == QosClass.BEST_EFFORT) {
      return new Rest(ResizeReason.BEST_EFFORT, "its containers request nothing");
    }
    if (changed.isEmpty()) {
      return new Rest(ResizeReason.AS_WANTED, "it has what it needs");
    }
    if (QosClass.of(after) != QosClass.of(now)) {
      return new Rest(
          ResizeReason.CLASS_WOULD_CHANGE,
          QosClass.of(now) + " would become " + QosClass.of(after));
    }
    return new Write(changed);
  }

  // What has no request now has none afterwards: adding one is the user's to do.
  private static ContainerSize next(ContainerSize size, Map<Resource, Long> wanted) {
    ContainerSize next = size;
    for (Resource resource : Resource.values()) {
      Long request = wanted.get(resource);
      boolean known = size.request(resource).orElse(0) > 0;
      if (request != null && request > 0 && known) {
        next = next.with(resource, request);
      }
    }
    return next;
  }
}

package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One pod as the API server has it.
 *
 * @param owner the workload that it is of
 * @param node where it runs; empty text while it does not
 * @param started when the youngest of its containers did
 * @param leaving whether it is on its way out
 * @param sizes what its containers ask for
 */
public record PodSight(
    PodName name,
    Optional<WorkloadId> owner,
    String node,
    Instant created,
    Optional<Instant> started,
    boolean ready,
    boolean leaving,
    List<ContainerSize> sizes) {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  public PodSight {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(started, "started");
    sizes = List.copyOf(sizes);
  }

  static PodSight read(JsonNode pod) {
    JsonNode meta = pod.path("metadata");
    String namespace = meta.path("namespace").asText();
    boolean ended = ENDED.contains(pod.at("/status/phase").asText());
    return new PodSight(
        new PodName(namespace, meta.path("name").asText(), meta.path("uid").asText()),
        owner(namespace, meta),
        pod.at("/spec/nodeName").asText(""),
        time(meta.path("creationTimestamp")).orElse(Instant.EPOCH),
        Wire.items(pod.at("/status/containerStatuses"))
            .flatMap(status -> time(status.at("/state/running/startedAt")).stream())
            .max(Comparator.naturalOrder()),
        !ended && ready(pod),
        ended || meta.hasNonNull("deletionTimestamp"),
        Resizer.sizes(pod.path("spec")));
  }

  private static boolean ready(JsonNode pod) {
    return Wire.items(pod.at("/status/conditions"))
        .anyMatch(
            condition ->
                condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True"));
  }

  /**
   * A Deployment names its ReplicaSets after itself and the hash of their template, which every pod
   * carries as a label: so no ReplicaSet has to be asked for.
   */
  private static Optional<WorkloadId> owner(String namespace, JsonNode meta) {
    Optional<JsonNode> controller =
        Wire.items(meta.path("ownerReferences"))
            .filter(reference -> reference.path("controller").asBoolean())
            .findFirst();
    if (controller.isEmpty()) {
      return Optional.empty();
    }
    String kind = controller.get().path("kind").asText();
    String name = controller.get().path("name").asText();
    String hash = "-" + meta.at("/labels/pod-template-hash").asText("");
    boolean deployed = kind.equals("ReplicaSet") && hash.length() > 1 && name.endsWith(hash);
    return Optional.of(
        deployed
            ? new WorkloadId(
                namespace, WorkloadId.DEPLOYMENT, name.substring(0, name.length() - hash.length()))
            : new WorkloadId(namespace, kind, name));
  }

  private static Optional<Instant> time(JsonNode text) {
    try {
      return Wire.text(text).map(Instant::parse);
    } catch (DateTimeParseException foreign) {
      return Optional.empty();
    }
  }
}

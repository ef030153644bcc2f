package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What matters of an HPA as the server holds it.
 *
 * @param leaving whether it is being deleted
 * @param metrics the list of metrics, left as it is
 * @param owners who owns the fields that we may write
 * @param mark the text of our annotation
 * @param conflict the text of the annotation that remembers a fight
 * @param lastApplied the manifest that {@code kubectl apply} has left there
 * @param scaledObject the ScaledObject (KEDA) that owns it
 * @param gitOps the tool that keeps it as it is in a repository
 * @param managedFields all entries, left as they are
 */
record HpaObject(
    HpaName name,
    String uid,
    String resourceVersion,
    boolean leaving,
    int min,
    int max,
    JsonNode metrics,
    List<FieldOwner> owners,
    Optional<String> mark,
    Optional<String> conflict,
    Optional<String> lastApplied,
    Optional<String> scaledObject,
    Optional<String> gitOps,
    JsonNode managedFields) {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  HpaObject {
    owners = List.copyOf(owners);
  }

  static HpaObject read(JsonNode hpa) {
    JsonNode meta = hpa.path("metadata");
    JsonNode notes = meta.path("annotations");
    JsonNode spec = hpa.path("spec");
    return new HpaObject(
        nameOf(hpa),
        meta.path("uid").asText(),
        meta.path("resourceVersion").asText(),
        meta.hasNonNull("deletionTimestamp"),
        spec.path("minReplicas").asInt(1),
        spec.path("maxReplicas").asInt(),
        spec.path("metrics").deepCopy(),
        Wire.items(meta.path("managedFields")).flatMap(HpaObject::owners).toList(),
        Wire.text(notes.path(FloorMark.ANNOTATION)),
        Wire.text(notes.path(Conflict.ANNOTATION)),
        Wire.text(notes.path(LAST_APPLIED)),
        scaledObject(meta),
        GitOps.keeperOf(meta),
        meta.path("managedFields").deepCopy());
  }

  static HpaName nameOf(JsonNode hpa) {
    JsonNode meta = hpa.path("metadata");
    return new HpaName(meta.path("namespace").asText(), meta.path("name").asText());
  }

  private static Stream<FieldOwner> owners(JsonNode entry) {
    if (!entry.path("subresource").asText("").isEmpty()) {
      return Stream.empty();
    }
    return entry.path("fieldsV1").path("f:spec").properties().stream()
        .flatMap(
            field ->
                HpaField.ofPath(field.getKey()).stream()
                    .map(
                        ours ->
                            new FieldOwner(
                                ours,
                                field.getKey(),
                                entry.path("manager").asText(),
                                entry.path("operation").asText(),
                                entry.path("apiVersion").asText())));
  }

  private static Optional<String> scaledObject(JsonNode meta) {
    return Wire.items(meta.path("ownerReferences"))
        .filter(owner -> owner.path("kind").asText().equals("ScaledObject"))
        .map(owner -> owner.path("name").asText())
        .findFirst();
  }

  /** The present value of a field. */
  JsonNode value(HpaField field) {
    return field == HpaField.MIN_REPLICAS ? FloorValues.number(min) : metrics;
  }

  /** Tells whether {@code kubectl apply} has been run in between. */
  String applied() {
    return lastApplied.map(text -> Integer.toHexString(text.hashCode())).orElse("");
  }

  /** What the manifest says about a field. */
  Optional<JsonNode> applied(HpaField field) {
    return lastApplied
        .flatMap(Wire::parse)
        .map(manifest -> manifest.path("spec").path(field.key()))
        .filter(value -> !value.isMissingNode() && !value.isNull());
  }

  List<FieldOwner> ownersOf(HpaField field) {
    return owners.stream().filter(owner -> owner.field() == field).toList();
  }

  boolean ours(HpaField field) {
    return ownersOf(field).stream().anyMatch(FieldOwner::ours);
  }

  /** Ours and nobody else's. */
  boolean oursAlone(HpaField field) {
    List<FieldOwner> all = ownersOf(field);
    return !all.isEmpty() && all.stream().allMatch(FieldOwner::ours);
  }
}

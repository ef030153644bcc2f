package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * Who owns one field of an HPA's spec, as its managed fields say.
 *
 * @param path the field as that entry spells it; version 1 has another name for the metrics
 */
record FieldOwner(
    HpaField field, String path, String manager, String operation, String apiVersion) {
  FieldOwner {
    Objects.requireNonNull(field, "field");
  }

  boolean ours() {
    return manager.equals(KubernetesApi.MANAGER) && operation.equals("Apply");
  }

  ObjectNode json() {
    return Wire.object()
        .put("path", path)
        .put("manager", manager)
        .put("operation", operation)
        .put("apiVersion", apiVersion);
  }

  static FieldOwner read(JsonNode node) {
    String path = node.path("path").asText();
    return new FieldOwner(
        HpaField.ofPath(path)
            .orElseThrow(() -> new IllegalArgumentException("no field of ours: " + path)),
        path,
        node.path("manager").asText(),
        node.path("operation").asText(),
        node.path("apiVersion").asText());
  }

  /** Whether an entry of the managed fields is this owner's. */
  boolean is(JsonNode entry) {
    return manager.equals(entry.path("manager").asText())
        && operation.equals(entry.path("operation").asText())
        && apiVersion.equals(entry.path("apiVersion").asText())
        && entry.path("subresource").asText("").isEmpty();
  }
}

package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Gives fields back to those who owned them, by editing the managed fields, as kubectl itself does
 * when it goes over to server-side apply.
 *
 * <p>A release by apply would not do: the server removes a field whose only owner lets go, and
 * fills in its default. And a field that we keep would make the user's own server-side apply fail.
 */
final class Ownership {
  private Ownership() {}

  /** The entries without ours, the fields of the list with their former owners. */
  static JsonNode handBack(HpaObject hpa, List<FieldOwner> before, Set<HpaField> fields) {
    ArrayNode entries = Wire.object().arrayNode();
    for (JsonNode entry : hpa.managedFields()) {
      if (!ours(entry)) {
        entries.add(entry.deepCopy());
      }
    }
    for (FieldOwner owner : before) {
      // Somebody who has laid claim to it in the meantime keeps it alone.
      if (fields.contains(owner.field()) && hpa.oursAlone(owner.field())) {
        give(entries, owner);
      }
    }
    // An empty list means "unchanged"; one empty entry means "none".
    return entries.isEmpty() ? entries.add(Wire.object()) : entries;
  }

  private static boolean ours(JsonNode entry) {
    return entry.path("manager").asText().equals(KubernetesApi.MANAGER);
  }

  private static void give(ArrayNode entries, FieldOwner owner) {
    for (JsonNode entry : entries) {
      if (owner.is(entry)) {
        ((ObjectNode) entry)
            .withObject("fieldsV1")
            .withObject("f:spec")
            .set(owner.path(), Wire.object());
        return;
      }
    }
    ObjectNode entry =
        Wire.object()
            .put("manager", owner.manager())
            .put("operation", owner.operation())
            .put("apiVersion", owner.apiVersion())
            .put("fieldsType", "FieldsV1");
    entry.withObject("fieldsV1").withObject("f:spec").set(owner.path(), Wire.object());
    entries.add(entry);
  }
}

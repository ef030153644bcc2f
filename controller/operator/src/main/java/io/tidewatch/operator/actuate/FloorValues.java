package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Values of the fields that we hold; a field that is absent is none of ours. */
record FloorValues(Map<HpaField, JsonNode> values) {
  FloorValues {
    values = Map.copyOf(values);
  }

  static FloorValues none() {
    return new FloorValues(Map.of());
  }

  static JsonNode number(int value) {
    return IntNode.valueOf(value);
  }

  static FloorValues read(JsonNode node) {
    Map<HpaField, JsonNode> values = new EnumMap<>(HpaField.class);
    for (HpaField field : HpaField.values()) {
      if (node.has(field.key())) {
        values.put(field, node.get(field.key()).deepCopy());
      }
    }
    return new FloorValues(values);
  }

  /** The present values of these fields. */
  static FloorValues of(HpaObject hpa, Set<HpaField> fields) {
    Map<HpaField, JsonNode> values = new EnumMap<>(HpaField.class);
    fields.forEach(field -> values.put(field, hpa.value(field)));
    return new FloorValues(values);
  }

  Set<HpaField> fields() {
    return values.keySet();
  }

  Optional<JsonNode> of(HpaField field) {
    return Optional.ofNullable(values.get(field));
  }

  FloorValues with(HpaField field, JsonNode value) {
    Map<HpaField, JsonNode> all = new EnumMap<>(HpaField.class);
    all.putAll(values);
    all.put(field, Objects.requireNonNull(value, "value"));
    return new FloorValues(all);
  }

  FloorValues with(FloorValues others) {
    Map<HpaField, JsonNode> all = new EnumMap<>(HpaField.class);
    all.putAll(values);
    all.putAll(others.values);
    return new FloorValues(all);
  }

  FloorValues without(Set<HpaField> fields) {
    Map<HpaField, JsonNode> rest = new EnumMap<>(HpaField.class);
    values.forEach(
        (field, value) -> {
          if (!fields.contains(field)) {
            rest.put(field, value);
          }
        });
    return new FloorValues(rest);
  }

  /** Whether the object shows all of these. */
  boolean standIn(HpaObject hpa) {
    return values.entrySet().stream()
        .allMatch(each -> each.getValue().equals(hpa.value(each.getKey())));
  }

  ObjectNode json() {
    ObjectNode json = Wire.object();
    for (HpaField field : HpaField.values()) {
      of(field).ifPresent(value -> json.set(field.key(), value));
    }
    return json;
  }
}

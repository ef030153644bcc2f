package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HPA as the API server keeps it: field managers, conflicts, defaults and resource versions, as
 * far as annotations and the spec's own fields go. {@link HpaContract} holds it to the real one.
 */
final class InMemoryHpas implements Hpas {
  private static final String META = "annotations";
  private static final String SPEC = "spec";
  private static final Map<String, JsonNode> DEFAULTS =
      Map.of("minReplicas", FloorValues.number(1), "metrics", cpu(80));

  /** Who, and how: a manager may have one entry for each kind of write. */
  private record Manager(String name, String operation) {}

  private final ObjectNode hpa = Wire.object();
  private Map<Manager, List<String>> owned = new LinkedHashMap<>();
  private int version;

  InMemoryHpas(HpaName name) {
    this(name, "uid-1", 1);
  }

  /**
   * @param version the first one: a server never gives one twice
   */
  InMemoryHpas(HpaName name, String uid, int version) {
    this.version = version;
    hpa.putObject("metadata")
        .put("namespace", name.namespace())
        .put("name", name.name())
        .put("uid", uid);
    hpa.putObject(SPEC).putObject("scaleTargetRef").put("name", name.name());
    stamp();
  }

  /** Another one after each write that has changed something. */
  int version() {
    return version;
  }

  /** The one metric of these tests: CPU, with its target in per cent. */
  static JsonNode cpu(int percent) {
    ObjectNode cpu = Wire.object().put("type", "Resource");
    cpu.putObject("resource")
        .put("name", "cpu")
        .putObject("target")
        .put("type", "Utilization")
        .put("averageUtilization", percent);
    return Wire.object().arrayNode().add(cpu);
  }

  /** Makes what one manager updates something that another one applies. */
  void rename(String updates, String applies) {
    List<String> fields = owned.remove(new Manager(updates, "Update"));
    if (fields != null) {
      owned.computeIfAbsent(new Manager(applies, "Apply"), key -> new ArrayList<>()).addAll(fields);
    }
  }

  @Override
  public Answer get(HpaName name) {
    return ok();
  }

  @Override
  public Answer apply(HpaName name, JsonNode body, boolean force) {
    return apply(KubernetesApi.MANAGER, body, force);
  }

  @Override
  public Answer merge(HpaName name, JsonNode patch) {
    return merge(KubernetesApi.MANAGER, patch);
  }

  Answer apply(String name, JsonNode body, boolean force) {
    if (stale(body)) {
      return said(409, "the object has been modified");
    }
    Manager manager = new Manager(name, "Apply");
    Map<String, JsonNode> wanted = fields(body);
    List<String> disputed =
        wanted.keySet().stream()
            .filter(field -> !value(field).equals(Optional.of(wanted.get(field))))
            .filter(field -> ownedByOthers(manager, field))
            .toList();
    if (!disputed.isEmpty() && !force) {
      return said(409, "Apply failed with conflicts: " + disputed);
    }
    JsonNode before = hpa.deepCopy();
    List<String> dropped =
        owned.getOrDefault(manager, List.of()).stream()
            .filter(field -> !wanted.containsKey(field))
            .toList();
    disputed.forEach(this::disown);
    owned.put(manager, new ArrayList<>(wanted.keySet()));
    wanted.forEach(this::set);
    dropped.stream().filter(field -> !ownedByOthers(manager, field)).forEach(this::remove);
    return stored(before);
  }

  Answer merge(String name, JsonNode patch) {
    if (stale(patch)) {
      return said(409, "the object has been modified");
    }
    JsonNode before = hpa.deepCopy();
    JsonNode entries = patch.path("metadata").path("managedFields");
    if (entries.isArray()) {
      owned = read(entries);
    }
    Manager manager = new Manager(name, "Update");
    fields(patch).forEach((field, value) -> update(manager, field, value));
    return stored(before);
  }

  private void update(Manager manager, String field, JsonNode value) {
    if (value.isNull()) {
      disown(field);
      remove(field);
      return;
    }
    if (!value(field).equals(Optional.of(value))) {
      disown(field);
      owned.computeIfAbsent(manager, key -> new ArrayList<>()).add(field);
      set(field, value);
    }
  }

  private Answer stored(JsonNode before) {
    DEFAULTS.forEach(
        (field, value) -> {
          if (!hpa.path(SPEC).has(field)) {
            set(SPEC + "/" + field, value);
          }
        });
    if (hpa.path(SPEC).path("minReplicas").asInt() > hpa.path(SPEC).path("maxReplicas").asInt()) {
      throw new AssertionError("the server refuses a minimum above the maximum: " + hpa);
    }
    owned.values().removeIf(List::isEmpty);
    hpa.withObject("metadata").set("managedFields", entries());
    if (!hpa.equals(before)) {
      version++;
      stamp();
    }
    return ok();
  }

  private boolean stale(JsonNode body) {
    JsonNode seen = body.path("metadata").path("resourceVersion");
    return seen.isTextual() && !seen.asText().equals(Integer.toString(version));
  }

  private static Map<String, JsonNode> fields(JsonNode body) {
    Map<String, JsonNode> fields = new TreeMap<>();
    body.path("metadata")
        .path(META)
        .properties()
        .forEach(each -> fields.put(META + "/" + each.getKey(), each.getValue()));
    body.path(SPEC)
        .properties()
        .forEach(each -> fields.put(SPEC + "/" + each.getKey(), each.getValue()));
    return fields;
  }

  // Annotations have slashes in their names: only the first one parts.
  private ObjectNode parent(String field) {
    return field.startsWith(SPEC)
        ? hpa.withObject(SPEC)
        : hpa.withObject("metadata").withObject(META);
  }

  private static String key(String field) {
    return field.substring(field.indexOf('/') + 1);
  }

  private Optional<JsonNode> value(String field) {
    return Optional.ofNullable(parent(field).get(key(field)));
  }

  private void set(String field, JsonNode value) {
    parent(field).set(key(field), value.deepCopy());
  }

  private void remove(String field) {
    parent(field).remove(key(field));
  }

  private void disown(String field) {
    owned.values().forEach(fields -> fields.remove(field));
  }

  private boolean ownedByOthers(Manager manager, String field) {
    return owned.entrySet().stream()
        .anyMatch(each -> !each.getKey().equals(manager) && each.getValue().contains(field));
  }

  private ArrayNode entries() {
    ArrayNode entries = Wire.object().arrayNode();
    owned.forEach(
        (manager, fields) -> {
          ObjectNode entry =
              entries
                  .addObject()
                  .put("manager", manager.name())
                  .put("operation", manager.operation())
                  .put("apiVersion", "autoscaling/v2");
          ObjectNode set = entry.putObject("fieldsV1");
          fields.forEach(
              field ->
                  (field.startsWith(SPEC)
                          ? set.withObject("f:spec")
                          : set.withObject("f:metadata").withObject("f:annotations"))
                      .putObject("f:" + key(field)));
        });
    return entries;
  }

  private static Map<Manager, List<String>> read(JsonNode entries) {
    Map<Manager, List<String>> owned = new LinkedHashMap<>();
    for (JsonNode entry : entries) {
      List<String> fields = new ArrayList<>();
      JsonNode set = entry.path("fieldsV1");
      set.path("f:spec")
          .properties()
          .forEach(each -> fields.add(SPEC + "/" + each.getKey().substring(2)));
      set.path("f:metadata")
          .path("f:annotations")
          .properties()
          .forEach(each -> fields.add(META + "/" + each.getKey().substring(2)));
      if (!fields.isEmpty()) {
        owned.put(
            new Manager(entry.path("manager").asText(), entry.path("operation").asText()), fields);
      }
    }
    return owned;
  }

  private void stamp() {
    hpa.withObject("metadata").put("resourceVersion", Integer.toString(version));
  }

  private Answer ok() {
    return new Answer(200, Optional.empty(), hpa.deepCopy());
  }

  private static Answer said(int status, String message) {
    return new Answer(status, Optional.empty(), Wire.object().put("message", message));
  }
}

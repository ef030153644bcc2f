package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.cluster.Kubectl;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * An HPA as it stands.
 *
 * @param spec all of it
 * @param marks annotations of ours
 */
record HpaSpec(JsonNode spec, List<String> marks) {
  private static final String OURS = "tidewatch.io/";

  static HpaSpec read(Kubectl kubectl, String namespace) {
    return of(kubectl.get("-n", namespace, "hpa", Side.WORKLOAD));
  }

  static HpaSpec of(JsonNode hpa) {
    List<String> marks = new ArrayList<>();
    Iterator<String> names = hpa.path("metadata").path("annotations").fieldNames();
    names.forEachRemaining(name -> marks.add(name));
    marks.removeIf(name -> !name.startsWith(OURS));
    return new HpaSpec(hpa.path("spec"), marks);
  }

  /** What differs from how it was; empty if nothing does. */
  List<String> differences(HpaSpec before) {
    List<String> found = new ArrayList<>();
    spec.fieldNames().forEachRemaining(field -> compare(before, field, found));
    before
        .spec
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!spec.has(field)) {
                found.add("spec." + field + " is gone");
              }
            });
    marks.forEach(mark -> found.add("the annotation " + mark + " is there"));
    return found;
  }

  private void compare(HpaSpec before, String field, List<String> found) {
    if (!spec.path(field).equals(before.spec.path(field))) {
      found.add(
          "spec.%s is %s, was %s".formatted(field, spec.path(field), before.spec.path(field)));
    }
  }

  /** The floor. */
  double floor() {
    return spec.path("minReplicas").asDouble(1);
  }

  /** The target of its first metric, in units of that metric. */
  double target() {
    String text = spec.at("/metrics/0/pods/target/averageValue").asText("0");
    return text.endsWith("m")
        ? Double.parseDouble(text.substring(0, text.length() - 1)) / 1_000
        : Double.parseDouble(text);
  }
}

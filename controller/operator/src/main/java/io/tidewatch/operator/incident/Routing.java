package io.tidewatch.operator.incident;

import io.tidewatch.operator.crd.spec.IncidentRules;
import io.tidewatch.operator.incident.Incident.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the owner of a workload wants of its incidents.
 *
 * @param least the least severity that opens one
 * @param receivers who is told; empty: everybody
 * @param labels what every alert carries besides
 */
record Routing(Severity least, List<String> receivers, Map<String, String> labels) {
  /** For a workload that says nothing about it. */
  static final Routing STANDARD = new Routing(Severity.WARNING, List.of(), Map.of());

  Routing {
    receivers = receivers == null ? List.of() : List.copyOf(receivers);
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }

  static Routing of(Optional<IncidentRules> rules) {
    return rules.map(Routing::of).orElse(STANDARD);
  }

  private static Routing of(IncidentRules rules) {
    Severity least =
        rules.severity() == null ? STANDARD.least : Severity.valueOf(rules.severity().name());
    return new Routing(least, rules.routes(), present(rules.labels()));
  }

  // YAML lets a label be null.
  private static Map<String, String> present(Map<String, String> labels) {
    Map<String, String> present = new TreeMap<>();
    if (labels != null) {
      labels.forEach((name, value) -> present.put(name, value == null ? "" : value));
    }
    return present;
  }
}

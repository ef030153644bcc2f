package io.tidewatch.loki;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The labels of a stream or of a series, in the order of their names. */
record Labels(SortedMap<String, String> values) implements Comparable<Labels> {
  static final Labels NONE = new Labels(new TreeMap<>());
  static final String SERVICE_NAME = "service_name";

  // Where Loki looks for a service name, in its order.
  private static final List<String> SERVICE_LABELS =
      List.of(
          "service",
          "app",
          "application",
          "app_name",
          "name",
          "app_kubernetes_io_name",
          "container",
          "container_name",
          "k8s_container_name",
          "component",
          "workload",
          "job",
          "k8s_job_name");

  Labels {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static Labels of(Map<String, String> values) {
    return new Labels(new TreeMap<>(values));
  }

  /** The value of a label; as in Loki, a label that is not there is an empty one. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** These labels and further ones, which win. */
  Labels with(Map<String, String> further) {
    if (further.isEmpty()) {
      return this;
    }
    SortedMap<String, String> all = new TreeMap<>(values);
    all.putAll(further);
    return new Labels(all);
  }

  /** With the service name that Loki adds to every stream. */
  Labels withServiceName() {
    if (values.containsKey(SERVICE_NAME)) {
      return this;
    }
    String name =
        SERVICE_LABELS.stream()
            .filter(values::containsKey)
            .findFirst()
            .map(values::get)
            .orElse("unknown_service");
    return with(Map.of(SERVICE_NAME, name));
  }

  /** Only the named labels, as {@code sum by} keeps them. */
  Labels only(List<String> names) {
    SortedMap<String, String> kept = new TreeMap<>(values);
    kept.keySet().retainAll(names);
    return new Labels(kept);
  }

  @Override
  public int compareTo(Labels other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(label -> label.getKey() + "=" + quoted(label.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}

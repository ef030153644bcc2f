package io.tidewatch.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/** A workload: namespace, kind and name; printed as {@code ns/name} when the kind is Deployment. */
public record WorkloadId(String namespace, String kind, String name)
    implements Comparable<WorkloadId> {
  public static final String DEPLOYMENT = "Deployment";

  public WorkloadId {
    requirePart(namespace, "namespace");
    requirePart(kind, "kind");
    requirePart(name, "name");
  }

  /**
   * Reads {@code ns/name} or {@code ns/Kind/name}.
   *
   * @throws UserException when the text has another form
   */
  @JsonCreator
  public static WorkloadId parse(String text) {
    String[] parts = Objects.requireNonNull(text, "workload").split("/", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw malformed(text);
    }
    try {
      return parts.length == 2
          ? new WorkloadId(parts[0], DEPLOYMENT, parts[1])
          : new WorkloadId(parts[0], parts[1], parts[2]);
    } catch (IllegalArgumentException empty) {
      throw malformed(text);
    }
  }

  private static UserException malformed(String text) {
    return new UserException(
        "\"" + text + "\" does not name a workload",
        "a workload is written namespace/name or namespace/Kind/name",
        "write for example shop/web or shop/StatefulSet/db");
  }

  private static void requirePart(String part, String what) {
    if (part == null || part.isBlank() || part.contains("/")) {
      throw new IllegalArgumentException("a workload's " + what + " must be a non-empty name");
    }
  }

  @Override
  public int compareTo(WorkloadId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  @JsonValue
  public String toString() {
    return DEPLOYMENT.equals(kind) ? namespace + "/" + name : namespace + "/" + kind + "/" + name;
  }
}

package io.tidewatch.domain;

import io.tidewatch.domain.QuerySpec.LabelNames;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One LogQL query whose lines land in the store.
 *
 * @param name what it is called where steps of it are missing
 * @param logql a selector, with line filters if wanted
 * @param labels which labels of a stream hold namespace, workload, its kind and pod
 * @param workload the workload of every line, for streams that carry no such labels
 */
public record LogSpec(String name, String logql, LabelNames labels, Optional<WorkloadId> workload) {
  public LogSpec {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a log's name is lower_snake_case: " + name);
    }
    if (!logql.strip().startsWith("{")) {
      throw new IllegalArgumentException(
          "log " + name + " has no selector such as {namespace=\"shop\"}: " + logql);
    }
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(workload, "workload");
  }

  /**
   * The workload of a stream: the fixed one, else what its labels say, else what the name of its
   * pod says; empty if nothing does.
   */
  public Optional<WorkloadId> workloadOf(Map<String, String> stream) {
    if (workload.isPresent()) {
      return workload;
    }
    String namespace = stream.getOrDefault(labels.namespace(), "");
    String name = stream.getOrDefault(labels.workload(), "");
    if (namespace.isBlank() || name.isBlank()) {
      return PodName.workload(namespace, podOf(stream));
    }
    String kind = stream.getOrDefault(labels.kind(), "");
    return Optional.of(
        new WorkloadId(namespace, kind.isBlank() ? WorkloadId.DEPLOYMENT : kind, name));
  }

  /** The pod of a stream; empty if it names none. */
  public String podOf(Map<String, String> stream) {
    return stream.getOrDefault(labels.pod(), "");
  }
}

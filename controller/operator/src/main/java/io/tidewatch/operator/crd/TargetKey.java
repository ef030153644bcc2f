package io.tidewatch.operator.crd;

import io.tidewatch.domain.WorkloadId;

/** Names a target in full. */
public record TargetKey(String namespace, String apiVersion, String kind, String name) {
  public WorkloadId workload() {
    return new WorkloadId(namespace, kind, name);
  }

  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}

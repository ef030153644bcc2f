package io.tidewatch.operator;

import io.tidewatch.domain.WorkloadId;
import java.util.List;
import java.util.Objects;

/**
 * The workloads that a pass goes over, and who observes them; replaced as a whole between passes.
 */
record Fleet(Observer observer, List<WorkloadControl> workloads) {
  Fleet {
    Objects.requireNonNull(observer, "observer");
    workloads = List.copyOf(workloads);
  }

  List<WorkloadId> ids() {
    return workloads.stream().map(workload -> workload.spec().workload()).toList();
  }
}

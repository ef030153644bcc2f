package io.tidewatch.operator;

import io.tidewatch.domain.WorkloadId;
import java.util.Map;

/** What was measured at one time, for all workloads. */
public record Observation(Map<WorkloadId, Reading> demand, Map<WorkloadId, Reading> ready) {
  private static final Reading NOT_ASKED =
      Reading.unknown(Why.noValue("the catalogue names no query for it"));

  public Observation {
    demand = Map.copyOf(demand);
    ready = Map.copyOf(ready);
  }

  Reading demandOf(WorkloadId workload) {
    return demand.getOrDefault(workload, NOT_ASKED);
  }

  Reading readyOf(WorkloadId workload) {
    return ready.getOrDefault(workload, NOT_ASKED);
  }
}

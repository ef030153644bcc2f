package io.tidewatch.operator.heal;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.RestartRun;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The one restart that is under way. */
record RestartTask(RestartLedger.Entry entry, RestartRun run) {
  RestartTask {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(run, "run");
  }

  WorkloadId workload() {
    return entry.workload();
  }

  /** The next thing, by the pods that its namespace has now. */
  RestartRun.Status advance(List<PodSight> pods, Instant now) {
    int ready = (int) PodWatch.of(workload(), pods).stream().filter(PodSight::ready).count();
    boolean there = pods.stream().anyMatch(pod -> pod.name().uid().equals(entry.uid()));
    return run.advance(ready, there, now);
  }
}

package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import java.util.Set;

/**
 * Carries out what was decided, as far as the workload's mode allows; never waits, never throws.
 */
interface Hands extends AutoCloseable {
  void act(Decided decided);

  /** How far decisions about a workload may be carried out now. */
  Mode mode(WorkloadId workload);

  /** Takes back what stands of workloads that nobody asks to be scaled any more. */
  void leave(Set<WorkloadId> gone);

  @Override
  void close();

  /** Those of a controller that only observes. */
  static Hands still() {
    return new Hands() {
      @Override
      public void act(Decided decided) {}

      @Override
      public Mode mode(WorkloadId workload) {
        return Mode.OBSERVE;
      }

      @Override
      public void leave(Set<WorkloadId> gone) {}

      @Override
      public void close() {}
    };
  }
}

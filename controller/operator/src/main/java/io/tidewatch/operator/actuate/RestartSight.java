package io.tidewatch.operator.actuate;

import java.util.Objects;
import java.util.Optional;

/**
 * What is seen of a workload of which one pod shall be replaced.
 *
 * @param wanted pods that the workload shall have
 * @param ready pods that are ready
 * @param max pods it may have
 * @param victimThere whether the pod that was meant is still there
 * @param answer what the last eviction came to, if one was asked for since the last look
 */
record RestartSight(
    int wanted, int ready, int max, boolean victimThere, Optional<Evictor.Result> answer) {
  RestartSight {
    Objects.requireNonNull(answer, "answer");
  }
}

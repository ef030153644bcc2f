package io.tidewatch.local.live;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one side did in the scored steps.
 *
 * @param steps scored ones
 * @param replicas pods that exist
 * @param ready of these, those that serve
 * @param desired what its HPA wants
 * @param podHours nominal, from what Prometheus has measured
 * @param apiPodHours the same from the API, asked once a step: a check
 * @param p95Millis over the whole load
 * @param startSeconds of each pod that was added, from creation to Ready (wall)
 */
record SideResult(
    Side side,
    List<Step> steps,
    Replicas replicas,
    Replicas ready,
    Replicas desired,
    double podHours,
    double apiPodHours,
    OptionalDouble p95Millis,
    List<Double> startSeconds) {
  SideResult {
    steps = List.copyOf(steps);
    startSeconds = List.copyOf(startSeconds);
  }

  /** Nominal minutes in which the SLO was missed. */
  long violationMinutes() {
    return steps.stream().filter(step -> step.violates(LivePlan.SLO_MILLIS)).count();
  }

  /** Requests/s of each step. */
  double[] demand(Duration step) {
    return steps.stream().mapToDouble(one -> one.offered() / (double) step.toSeconds()).toArray();
  }

  long requests() {
    return steps.stream().mapToLong(Step::offered).sum();
  }

  long failed() {
    return steps.stream().mapToLong(Step::failed).sum();
  }
}

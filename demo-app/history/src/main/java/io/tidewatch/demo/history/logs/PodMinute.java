package io.tidewatch.demo.history.logs;

import io.tidewatch.demo.history.Workload;

/**
 * What a pod has lived through in the minute that has just ended, as its metrics say.
 *
 * @param number of the minute that ended, since 1970-01-01T00:00Z
 * @param pod index among the observed pods of the workload
 * @param demand requests/s at the whole workload
 * @param errors failed requests/s of the whole workload
 * @param latency p95 in seconds
 * @param ready pods of the workload
 */
record PodMinute(
    long number,
    Workload workload,
    int pod,
    double demand,
    double errors,
    double latency,
    int ready) {

  /** Requests that this pod has got. */
  long requests() {
    return Math.round(60 * demand / ready);
  }

  /** Share of the requests that failed. */
  double failing() {
    return demand <= 0 ? 0 : errors / demand;
  }

  long latencyMillis() {
    return Math.round(1_000 * latency);
  }
}

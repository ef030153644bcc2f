package io.tidewatch.spark.train;

import io.tidewatch.spark.gate.Criterion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a training has done, as {@code train.json} holds it.
 *
 * @param forecast one cell per workload, horizon and method
 * @param pooled the error per horizon and method over all workloads
 * @param champion whether the model was promoted
 * @param reason why, or why not, in one line
 * @param gate what it was held against
 */
record TrainSummary(
    List<Map<String, Object>> forecast,
    List<PooledErrors.PooledError> pooled,
    List<RegisteredModel> models,
    boolean champion,
    String reason,
    List<Criterion> gate,
    long rows,
    int trees,
    Window window,
    double seconds) {
  /** A version in the registry; its alias says what became of it. */
  record RegisteredModel(
      String name, String version, String alias, String runId, String experimentId) {}

  /** The first and last step that the training saw. */
  record Window(Instant from, Instant to) {}
}

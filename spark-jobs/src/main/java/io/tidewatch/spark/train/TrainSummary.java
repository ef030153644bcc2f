package io.tidewatch.spark.train;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a training has done, as {@code train.json} holds it.
 *
 * @param forecast one cell per workload, horizon and method
 * @param pooled what the gate looked at
 * @param champion whether the model was promoted
 */
record TrainSummary(
    List<Map<String, Object>> forecast,
    List<Gate.PooledError> pooled,
    List<RegisteredModel> models,
    boolean champion,
    String reason,
    long rows,
    int trees,
    Window window,
    double seconds) {
  /** A version in the registry; its alias is empty if it was not promoted. */
  record RegisteredModel(
      String name, String version, String alias, String runId, String experimentId) {}

  /** The first and last step that the training saw. */
  record Window(Instant from, Instant to) {}
}

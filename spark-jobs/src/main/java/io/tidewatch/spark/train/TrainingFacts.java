package io.tidewatch.spark.train;

import io.tidewatch.domain.Timescale;
import java.util.Map;

/**
 * Where a training comes from.
 *
 * @param deltaVersions version of each table that was read
 */
record TrainingFacts(
    Timescale timescale, String codeVersion, long seed, Map<String, Long> deltaVersions) {
  TrainingFacts {
    deltaVersions = Map.copyOf(deltaVersions);
  }
}

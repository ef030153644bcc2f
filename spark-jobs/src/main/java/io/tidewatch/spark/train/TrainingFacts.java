package io.tidewatch.spark.train;

import io.tidewatch.domain.Timescale;
import java.util.Map;

/**
 * Where a training comes from.
 *
 * @param deltaVersions version of each table that was read
 * @param origin tags that name who has asked for it
 */
record TrainingFacts(
    Timescale timescale,
    String codeVersion,
    long seed,
    Map<String, Long> deltaVersions,
    Map<String, String> origin) {
  TrainingFacts {
    deltaVersions = Map.copyOf(deltaVersions);
    origin = Map.copyOf(origin);
  }
}

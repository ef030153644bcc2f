package io.tidewatch.local.benchlive;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the load met.
 *
 * @param offered requests
 * @param ok answered with success
 * @param lost the others by kind; only kinds that occurred
 * @param p95Millis from the moment a request was due
 * @param trusted whether the generator kept its own time
 * @param folder the generator's results, lost requests one by one
 */
record LoadOutcome(
    long offered,
    long ok,
    Map<String, Long> lost,
    OptionalDouble p95Millis,
    boolean trusted,
    Path folder) {
  static final List<String> KINDS =
      List.of("http_5xx", "http_4xx", "timeout", "connect", "reset", "other", "shed");

  LoadOutcome {
    lost = new LinkedHashMap<>(lost);
  }

  /** From the generator's summary of a run with one target. */
  static LoadOutcome of(JsonNode summary, Path folder) {
    JsonNode target = summary.path("targets").path(0);
    Map<String, Long> lost = new LinkedHashMap<>();
    for (String kind : KINDS) {
      if (target.path(kind).asLong() > 0) {
        lost.put(kind, target.path(kind).asLong());
      }
    }
    JsonNode p95 = target.path("p95_ms");
    return new LoadOutcome(
        target.path("offered").asLong(),
        target.path("ok").asLong(),
        lost,
        p95.isNumber() ? OptionalDouble.of(p95.asDouble()) : OptionalDouble.empty(),
        summary.path("generator").path("trusted").asBoolean(),
        folder);
  }

  long lostInAll() {
    return offered - ok;
  }
}

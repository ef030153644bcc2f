package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was done, to what, and when: one line of the truth. A fault has a line at its begin and, if
 * this tool saw its end, one more with the same id, which replaces the first.
 *
 * @param until when it ends by itself; its end where no line says more
 */
record TruthEntry(
    String id,
    String fault,
    String target,
    String namespace,
    Instant startedAt,
    Instant until,
    Optional<Ending> ending,
    long seed,
    boolean benign,
    boolean gradual,
    Map<String, Object> parameters) {
  TruthEntry {
    parameters = Map.copyOf(parameters);
  }

  TruthEntry ended(Ending how) {
    return new TruthEntry(
        id,
        fault,
        target,
        namespace,
        startedAt,
        until,
        Optional.of(how),
        seed,
        benign,
        gradual,
        parameters);
  }

  ObjectNode toJson() {
    ObjectNode line =
        Json.object()
            .put("id", id)
            .put("fault", fault)
            .put("target", target)
            .put("namespace", namespace)
            .put("started_at", startedAt.toString())
            .put("until", until.toString());
    ending.ifPresent(
        how -> {
          line.put("ended_at", how.at().toString());
          line.put("outcome", how.outcome());
        });
    line.put("seed", seed).put("benign", benign).put("gradual", gradual);
    line.set("parameters", Json.value(parameters));
    ending.ifPresent(how -> line.set("observed", Json.value(how.observed())));
    return line;
  }

  /** How it ended: {@code time over}, {@code cleared}, {@code interrupted}, or by itself. */
  record Ending(Instant at, String outcome, Map<String, Object> observed) {
    Ending {
      observed = Map.copyOf(observed);
    }
  }
}

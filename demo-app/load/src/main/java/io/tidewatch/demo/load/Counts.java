package io.tidewatch.demo.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of the requests of a step or of a whole run.
 *
 * @param offered requests that were meant to be sent
 * @param shed of these, requests that the generator itself held back at its limit
 * @param kinds how the sent ones ended
 * @param details how often each status and each failure was seen
 * @param latency of the requests that succeeded or timed out; empty when there was none
 * @param lateMillis how much too late the generator sent the latest one
 */
public record Counts(
    long offered,
    long shed,
    Map<Kind, Long> kinds,
    Map<String, Long> details,
    Optional<Latency> latency,
    double lateMillis) {
  /** Copies both maps. */
  public Counts {
    Map<Kind, Long> copy = new EnumMap<>(Kind.class);
    copy.putAll(kinds);
    kinds = copy;
    details = new TreeMap<>(details);
  }

  /** Requests that left the generator. */
  public long sent() {
    return offered - shed;
  }

  /** Requests that ended this way. */
  public long of(Kind kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  /** Requests that were sent and not answered with success. */
  public long failed() {
    return sent() - of(Kind.OK);
  }
}

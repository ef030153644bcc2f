package io.tidewatch.local.live;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One nominal minute of one side, as the load generator saw it.
 *
 * @param number counted from the start of the load
 * @param offered requests that were due in it
 * @param failed of these, those that were not answered with success
 * @param p95Millis of latency; empty if nothing was answered
 */
record Step(int number, Instant start, long offered, long failed, OptionalDouble p95Millis) {
  /** Whether the SLO was missed: p95 above it, or a request failed, or nothing was answered. */
  boolean violates(double sloMillis) {
    if (failed > 0) {
      return true;
    }
    return offered > 0 && (p95Millis.isEmpty() || p95Millis.getAsDouble() > sloMillis);
  }
}

package io.tidewatch.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that one sync of an HPA sees.
 *
 * @param now when the metrics were answered
 * @param current {@code spec.replicas} of the target
 * @param pods the pods that its selector finds
 * @param readings the answers by pod, one for each metric of the spec in its order; empty when the
 *     API failed or listed nothing
 */
public record HpaInputs(
    Instant now, int current, List<HpaPod> pods, List<Optional<Map<String, Reading>>> readings) {
  public HpaInputs {
    Objects.requireNonNull(now, "now");
    pods = List.copyOf(pods);
    readings = readings.stream().map(reading -> reading.map(Map::copyOf)).toList();
    if (current < 0) {
      throw new IllegalArgumentException("current must not be negative: " + current);
    }
  }

  /**
   * One metric of one pod.
   *
   * @param value in thousandths
   * @param at end of what was measured
   * @param window length of what was measured
   */
  public record Reading(long value, Instant at, Duration window) {
    public Reading {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(window, "window");
    }
  }
}

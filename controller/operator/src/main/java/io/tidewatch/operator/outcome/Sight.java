package io.tidewatch.operator.outcome;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one decision has seen of both sides.
 *
 * @param at wall time
 * @param demand in demand units; empty when unknown
 * @param load demand in pods' worth of capacity; empty when either is unknown
 * @param ready our pods that serve
 * @param all our ready and starting pods
 * @param hpaReady the same of the HPA as its user wrote it
 */
public record Sight(
    Instant at,
    OptionalDouble demand,
    OptionalDouble load,
    int ready,
    int all,
    int hpaReady,
    int hpaAll) {
  public Sight {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(demand, "demand");
    Objects.requireNonNull(load, "load");
  }
}

package io.tidewatch.operator.outcome;

import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.OptionalDouble;

/** Knows what users of a workload were served with lately. */
public interface ServiceSource {
  /** What was measured; empty where it is unknown or too old at a time. */
  Measured measured(WorkloadId workload, Instant now);

  /**
   * What users got.
   *
   * @param at when it was measured
   * @param latency 95th percentile in seconds
   * @param errors failed requests per second
   */
  record Measured(Instant at, OptionalDouble latency, OptionalDouble errors) {
    static final Measured NOTHING =
        new Measured(Instant.EPOCH, OptionalDouble.empty(), OptionalDouble.empty());
  }
}

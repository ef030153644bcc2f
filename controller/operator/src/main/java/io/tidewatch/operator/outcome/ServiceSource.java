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
   * @param latency 95th percentile in seconds
   * @param errors failed requests per second
   */
  record Measured(OptionalDouble latency, OptionalDouble errors) {
    static final Measured NOTHING = new Measured(OptionalDouble.empty(), OptionalDouble.empty());
  }
}

package io.tidewatch.serving.forecast;

import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one forecast starts from.
 *
 * @param at the time of the present step
 * @param featureTime the time of the newest sample, which is older where a gap is bridged
 * @param level the workload's level, in demand units
 * @param last the demand of the present step, bridged if need be
 * @param dayBefore per trained horizon, the demand one day before its target
 */
public record Present(
    WorkloadId workload,
    Instant at,
    Instant featureTime,
    double level,
    double last,
    List<OptionalDouble> dayBefore) {
  public Present {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(featureTime, "featureTime");
    dayBefore = List.copyOf(dayBefore);
  }
}

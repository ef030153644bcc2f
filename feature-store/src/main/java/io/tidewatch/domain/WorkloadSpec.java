package io.tidewatch.domain;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How one workload is observed and bounded.
 *
 * @param demand the query whose values are its demand
 * @param readyReplicas the query whose values are its ready pods
 * @param capacity demand that one ready pod carries within the SLO, in demand units
 * @param target utilisation (0..1] that the user's HPA aims at
 * @param trustedTarget utilisation in force while forecasts are trusted, if the user allows one
 * @param leadTimeSeconds nominal seconds from a scale-up to Ready plus one decision interval
 * @param priceFactor what a violated minute costs beside the default price κ, in [1/8, 8]
 * @param zone time zone of its calendar
 * @param costPerPodHour dollars
 */
public record WorkloadSpec(
    WorkloadId workload,
    String demand,
    Optional<String> readyReplicas,
    int minReplicas,
    int maxReplicas,
    OptionalDouble capacity,
    double target,
    OptionalDouble trustedTarget,
    int leadTimeSeconds,
    double priceFactor,
    ZoneId zone,
    double costPerPodHour) {
  private static final double LEAST_PRICE = 0.125;
  private static final double MOST_PRICE = 8;

  public WorkloadSpec {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(demand, "demand");
    Objects.requireNonNull(zone, "zone");
    check(minReplicas >= 1, "minReplicas must be at least 1");
    check(maxReplicas >= minReplicas, "maxReplicas must not be below minReplicas");
    check(capacity.isEmpty() || positive(capacity.getAsDouble()), "capacity must be above 0");
    check(target > 0 && target <= 1, "target must lie in (0, 1]");
    check(
        trustedTarget.isEmpty()
            || (trustedTarget.getAsDouble() >= target && trustedTarget.getAsDouble() <= 1),
        "trustedTarget must lie in [target, 1]");
    check(leadTimeSeconds > 0 && leadTimeSeconds <= 900, "leadTimeSeconds must lie in 1..900");
    check(
        priceFactor >= LEAST_PRICE && priceFactor <= MOST_PRICE,
        "priceFactor must lie in 0.125..8");
    check(
        costPerPodHour >= 0 && Double.isFinite(costPerPodHour),
        "costPerPodHour must not be negative");
  }

  /** The names of the queries that this workload needs. */
  Stream<String> queryNames() {
    return Stream.concat(Stream.of(demand), readyReplicas.stream());
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}

package io.tidewatch.operator.crd;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a target.
 *
 * @param rolling whether pods of an older version are still there
 * @param requests what one of its pods requests, where it is there and its template says so
 */
public record TargetSight(
    Verdict verdict, String text, boolean rolling, Optional<Requests> requests) {
  public TargetSight {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(requests, "requests");
  }

  /** Whether a target can be scaled. */
  public enum Verdict {
    FOUND,
    MISSING,
    NOT_SCALABLE,
    UNKNOWN
  }

  /** CPUs and GiB of one pod. */
  public record Requests(double cpus, double gib) {
    /** Dollars an hour, where rates are known. */
    double cost(OptionalDouble perCpu, OptionalDouble perGib) {
      return cpus * perCpu.orElse(0) + gib * perGib.orElse(0);
    }
  }

  /** It is there and has a /scale subresource. */
  public static TargetSight found(Optional<Requests> requests) {
    return new TargetSight(Verdict.FOUND, "it is there", false, requests);
  }

  /** The same target while a new version is rolled out. */
  public TargetSight whileRolling(boolean rollout) {
    return new TargetSight(verdict, text, rollout, requests);
  }

  /** There is none. */
  public static TargetSight missing(String text) {
    return new TargetSight(Verdict.MISSING, text, false, Optional.empty());
  }

  /** There is one, which nothing can scale. */
  public static TargetSight notScalable(String text) {
    return new TargetSight(Verdict.NOT_SCALABLE, text, false, Optional.empty());
  }

  /** Nobody could say. */
  public static TargetSight unknown(String text) {
    return new TargetSight(Verdict.UNKNOWN, text, false, Optional.empty());
  }
}

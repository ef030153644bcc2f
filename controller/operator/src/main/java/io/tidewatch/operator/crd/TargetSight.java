package io.tidewatch.operator.crd;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a target.
 *
 * @param requests what one of its pods requests, where it is there and its template says so
 */
public record TargetSight(Verdict verdict, String text, Optional<Requests> requests) {
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
    return new TargetSight(Verdict.FOUND, "it is there", requests);
  }

  /** There is none. */
  public static TargetSight missing(String text) {
    return new TargetSight(Verdict.MISSING, text, Optional.empty());
  }

  /** There is one, which nothing can scale. */
  public static TargetSight notScalable(String text) {
    return new TargetSight(Verdict.NOT_SCALABLE, text, Optional.empty());
  }

  /** Nobody could say. */
  public static TargetSight unknown(String text) {
    return new TargetSight(Verdict.UNKNOWN, text, Optional.empty());
  }
}

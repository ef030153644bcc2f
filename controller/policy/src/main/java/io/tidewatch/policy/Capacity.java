package io.tidewatch.policy;

import java.util.Objects;
import java.util.OptionalDouble;

/** Demand that one ready pod carries within the SLO, and how that is known. */
public record Capacity(OptionalDouble perPod, Origin origin) {
  public Capacity {
    Objects.requireNonNull(origin, "origin");
    boolean valid = perPod.isPresent() && perPod.getAsDouble() > 0;
    if (valid == (origin == Origin.UNKNOWN) || !Double.isFinite(perPod.orElse(0))) {
      throw new IllegalArgumentException("a capacity is finite and above 0, or unknown");
    }
  }

  /** No capacity: the forecast then adds nothing. */
  public static Capacity unknown() {
    return new Capacity(OptionalDouble.empty(), Origin.UNKNOWN);
  }

  /** This capacity misjudged by a factor, for sensitivity runs. */
  public Capacity times(double factor) {
    if (perPod.isEmpty()) {
      return this;
    }
    return new Capacity(OptionalDouble.of(perPod.getAsDouble() * factor), origin);
  }

  /** Where a capacity comes from. */
  public enum Origin {
    /** The user said so. */
    EXPLICIT,
    /** Set so that the busy end of the history needs twenty pods. */
    HISTORY,
    /** Nobody knows. */
    UNKNOWN
  }
}

package io.tidewatch.demo.backend.faults;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A fault that somebody asked for.
 *
 * @param duration after which it ends by itself
 * @param seed of everything that is drawn in it
 * @param intensity in the fault's own unit; empty is its default
 */
public record FaultOrder(String name, Duration duration, long seed, OptionalDouble intensity) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Refuses what no fault can do. */
  public FaultOrder {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("seconds must be from 1 to " + LONGEST.toSeconds());
    }
    intensity.ifPresent(
        value -> {
          if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("intensity must be above 0");
          }
        });
  }

  /** The intensity in force. */
  public double intensityOr(double fallback) {
    return intensity.orElse(fallback);
  }

  /** The same as a JSON document's fields. */
  public Map<String, Object> fields() {
    return Map.of("name", name, "seconds", duration.toSeconds(), "seed", seed);
  }
}

package io.tidewatch.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Maps wall time to nominal time, which runs 60 s per step from an anchor: calendar features and
 * every constant that Kubernetes quotes in seconds are nominal.
 *
 * @param step wall time between two samples
 * @param wallAnchor a wall time, on the step grid
 * @param nominalAnchor the nominal time at {@code wallAnchor}
 */
public record Timescale(Duration step, Instant wallAnchor, Instant nominalAnchor) {
  public static final Duration NOMINAL_STEP = Duration.ofMinutes(1);
  public static final int STEPS_PER_DAY = 1_440;
  public static final int STEPS_PER_WEEK = 10_080;

  public Timescale {
    Objects.requireNonNull(wallAnchor, "wallAnchor");
    Objects.requireNonNull(nominalAnchor, "nominalAnchor");
    if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.toMillis() % 1_000 != 0) {
      throw new IllegalArgumentException("step must be whole seconds, at least one: " + step);
    }
  }

  /** Nominal time is wall time: one step is a minute. */
  public static Timescale realTime() {
    return new Timescale(NOMINAL_STEP, Instant.EPOCH, Instant.EPOCH);
  }

  /** The nominal time of a wall time. */
  public Instant nominal(Instant wall) {
    return nominalAnchor.plusNanos(scale(Duration.between(wallAnchor, wall), NOMINAL_STEP, step));
  }

  /** The wall duration in which a nominal duration passes. */
  public Duration wallDuration(Duration nominal) {
    return Duration.ofNanos(scale(nominal, step, NOMINAL_STEP));
  }

  /** The number of whole steps from the epoch to a wall time, rounded down. */
  public long stepIndex(Instant wall) {
    return Math.floorDiv(wall.getEpochSecond(), step.getSeconds());
  }

  /** The wall time of a step index. */
  public Instant wallTime(long stepIndex) {
    return Instant.ofEpochSecond(Math.multiplyExact(stepIndex, step.getSeconds()));
  }

  /** The newest step at or before a wall time. */
  public Instant alignDown(Instant wall) {
    return wallTime(stepIndex(wall));
  }

  private static long scale(Duration duration, Duration to, Duration from) {
    if (to.equals(from)) {
      return duration.toNanos();
    }
    return Math.round(duration.toNanos() * ((double) to.toNanos() / from.toNanos()));
  }
}

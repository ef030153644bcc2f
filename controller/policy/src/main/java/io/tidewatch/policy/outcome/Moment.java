package io.tidewatch.policy.outcome;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One sync while an action stands: our side, and the HPA as its user wrote it on the same demand.
 *
 * @param seconds how long it lasted (nominal)
 * @param load measured demand in pods' worth of capacity; empty when unknown
 * @param ready our pods that serve
 * @param all our ready and starting pods
 * @param hpaReady the pods that the HPA alone would have ready, after the same start-up time
 * @param hpaAll the same with those that start
 * @param service what users got, by measurement
 */
public record Moment(
    double seconds,
    OptionalDouble load,
    int ready,
    int all,
    int hpaReady,
    int hpaAll,
    Service service) {
  private static final double ROUNDING = 1e-9;

  public Moment {
    Objects.requireNonNull(load, "load");
    Objects.requireNonNull(service, "service");
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("a moment does not last less than nothing: " + seconds);
    }
  }

  /** Whether it is known that demand was above what some pods carry. */
  private boolean above(int pods) {
    return load.isPresent() && load.getAsDouble() > pods + ROUNDING;
  }

  /** Whether our pods carried what the HPA's alone would not have. */
  boolean spared() {
    return above(hpaReady) && !above(ready) && service != Service.VIOLATED;
  }

  /** Whether users were badly served while the HPA alone would have had more pods. */
  boolean lost() {
    return hpaReady > ready && (above(ready) || service == Service.VIOLATED);
  }

  /** The same by measurement alone: what a roll-back is worth. */
  boolean breached() {
    return hpaReady > ready && service == Service.VIOLATED;
  }
}

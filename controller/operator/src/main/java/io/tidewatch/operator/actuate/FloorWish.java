package io.tidewatch.operator.actuate;

import java.util.Optional;

/** What somebody wants of an HPA: a floor, none, or that nothing outlives its time. */
public sealed interface FloorWish {
  /**
   * The floor of a decision.
   *
   * @param blind whether demand is unknown: then it may only be more than what stands, never less
   */
  record Hold(FloorOrder order, boolean blind) implements FloorWish {
    public Hold(FloorOrder order) {
      this(order, false);
    }
  }

  /**
   * No floor from now on: a freeze, a pause, no trust, a deleted resource.
   *
   * @param forGood whether nothing of ours shall stay, not even the memory of a fight; a pause that
   *     ends must not take a fight up again
   */
  record Release(boolean forGood) implements FloorWish {}

  /**
   * No new floor and no raised target; what floor stands may stay for its time: what is wanted when
   * the forecast is missing and nothing may be lowered for want of data.
   */
  record Lapse() implements FloorWish {}

  /** No floor that has expired: what a sweeper wants, who knows of no decision. */
  record Sweep() implements FloorWish {}

  default Optional<FloorOrder> wanted() {
    return this instanceof Hold hold ? Optional.of(hold.order()) : Optional.empty();
  }
}

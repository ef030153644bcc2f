package io.tidewatch.operator.actuate;

import java.util.Optional;

/** What somebody wants of an HPA: a floor, none, or that nothing outlives its time. */
sealed interface FloorWish {
  /** The floor of a decision. */
  record Hold(FloorOrder order) implements FloorWish {}

  /** No floor from now on: a freeze, a pause, a deleted resource. */
  record Release() implements FloorWish {}

  /** No floor that has expired: what a sweeper wants, who knows of no decision. */
  record Sweep() implements FloorWish {}

  default Optional<FloorOrder> wanted() {
    return this instanceof Hold hold ? Optional.of(hold.order()) : Optional.empty();
  }
}

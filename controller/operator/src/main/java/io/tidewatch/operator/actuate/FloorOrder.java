package io.tidewatch.operator.actuate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a decision wants of an HPA for a while.
 *
 * @param id of the decision; the same id twice is the same wish
 * @param scaler the resource on whose behalf, {@code namespace/name}
 * @param terms names the version of that resource's wishes; a change ends a truce early
 * @param floor pods that the HPA shall not go below
 * @param raise the trusted target, if the user allows one and the forecast is trusted
 * @param ttl how long it may stand without being renewed (wall time)
 * @param truce how long a fight is remembered (wall time)
 */
public record FloorOrder(
    String id,
    String scaler,
    String terms,
    int floor,
    Optional<TargetRaise> raise,
    Duration ttl,
    Duration truce) {
  public FloorOrder {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(scaler, "scaler");
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(raise, "raise");
    if (floor < 0) {
      throw new IllegalArgumentException("a floor cannot be negative: " + floor);
    }
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException("a floor must be allowed to stand: " + ttl);
    }
  }

  FloorOrder atLeast(int pods) {
    return new FloorOrder(id, scaler, terms, Math.max(floor, pods), raise, ttl, truce);
  }

  FloorOrder withoutRaise() {
    return new FloorOrder(id, scaler, terms, floor, Optional.empty(), ttl, truce);
  }
}

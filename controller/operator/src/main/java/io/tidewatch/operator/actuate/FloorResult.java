package io.tidewatch.operator.actuate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a wish.
 *
 * @param mark the floor that stands now
 * @param retryAfter how long the API server wants to be left alone
 */
public record FloorResult(
    FloorReason reason, String text, Optional<FloorView> mark, Optional<Duration> retryAfter) {
  public FloorResult {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(retryAfter, "retryAfter");
  }

  static FloorResult of(FloorReason reason, String text) {
    return new FloorResult(reason, text, Optional.empty(), Optional.empty());
  }

  static FloorResult trouble(Answer answer) {
    return new FloorResult(
        FloorReason.API_TROUBLE, answer.text(), Optional.empty(), answer.retryAfter());
  }
}

package io.tidewatch.operator.actuate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What came of an order to scale. */
public record ScaleResult(ScaleReason reason, String text, Optional<Duration> retryAfter) {
  public ScaleResult {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(retryAfter, "retryAfter");
  }

  static ScaleResult of(ScaleReason reason, String text) {
    return new ScaleResult(reason, text, Optional.empty());
  }

  static ScaleResult trouble(Answer answer) {
    return new ScaleResult(ScaleReason.API_TROUBLE, answer.text(), answer.retryAfter());
  }
}

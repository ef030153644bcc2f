package io.tidewatch.source;

import java.time.Duration;
import java.util.Optional;

/** A call failed in a way that may be over at the next try. Never leaves this package. */
final class TransientFailure extends Exception {
  private final transient Optional<Duration> retryAfter;

  TransientFailure(String message, Optional<Duration> retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** What the server asked to wait. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}

package io.tidewatch.loki;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Ends a query that runs for too long, with Loki's words. */
final class Deadline {
  private static final int LOOK_EVERY = 512;

  private final Clock clock;
  private final Instant end;
  private int lines;

  Deadline(Clock clock, Duration timeout) {
    this.clock = clock;
    this.end = clock.instant().plus(timeout);
  }

  void line() {
    if (++lines % LOOK_EVERY == 0 && clock.instant().isAfter(end)) {
      throw new Refusal(
          504,
          "request timed out, decrease the duration of the request or add more label matchers"
              + " (prefer exact match over regex match) to reduce the amount of data processed");
    }
  }
}

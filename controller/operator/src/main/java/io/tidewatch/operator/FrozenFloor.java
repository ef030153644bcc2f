package io.tidewatch.operator;

import java.time.Duration;
import java.time.Instant;

/**
 * The floor of the last trusted decision, which outlives a lost forecast for ten nominal minutes:
 * not knowing is no reason to lower anything, and no floor lives for ever.
 */
record FrozenFloor(int pods, Instant until) {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

  static FrozenFloor set(int pods, Instant nominal) {
    return new FrozenFloor(pods, nominal.plus(TIME_TO_LIVE));
  }

  boolean standsAt(Instant nominal) {
    return nominal.isBefore(until);
  }
}

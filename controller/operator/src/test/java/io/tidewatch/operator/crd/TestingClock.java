package io.tidewatch.operator.crd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that a test drives. */
final class TestingClock extends Clock {
  private Instant now = TestingScalers.T0;

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    throw new UnsupportedOperationException("nobody asks");
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("nobody asks");
  }
}

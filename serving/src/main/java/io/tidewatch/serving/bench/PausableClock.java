package io.tidewatch.serving.bench;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** The system's clock, which can be made to stand still. */
final class PausableClock extends Clock {
  private volatile Optional<Instant> still = Optional.empty();

  void pause() {
    still = Optional.of(Instant.now());
  }

  void resume() {
    still = Optional.empty();
  }

  @Override
  public Instant instant() {
    return still.orElseGet(Instant::now);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("steps are counted in UTC");
  }
}

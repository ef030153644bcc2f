package io.tidewatch.serving.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** The system's clock, which can be made to stand still; afterwards it goes on without a jump. */
final class PausableClock extends Clock {
  private volatile Duration behind = Duration.ZERO;
  private volatile Optional<Instant> still = Optional.empty();

  void pause() {
    still = Optional.of(instant());
  }

  /** Else all forecasts would be as old at once as the pause was long. */
  void resume() {
    still.ifPresent(since -> behind = Duration.between(since, Instant.now()));
    still = Optional.empty();
  }

  @Override
  public Instant instant() {
    return still.orElseGet(() -> Instant.now().minus(behind));
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

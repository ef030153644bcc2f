package io.tidewatch.operator.crd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How many writes a second the API server has to bear; what is saved lasts for one second. */
public final class WriteBudget {
  private final double perSecond;
  private final Clock clock;
  private double saved;
  private Instant counted;

  public WriteBudget(double perSecond, Clock clock) {
    if (!(perSecond >= 1)) {
      throw new IllegalArgumentException("at least one write a second: " + perSecond);
    }
    this.perSecond = perSecond;
    this.clock = clock;
    this.saved = perSecond;
    this.counted = clock.instant();
  }

  /** Takes one write, if there is one. */
  public synchronized boolean take() {
    Instant now = clock.instant();
    double seconds = Math.max(0, Duration.between(counted, now).toNanos() / 1e9);
    saved = Math.min(perSecond, saved + seconds * perSecond);
    counted = now;
    if (saved < 1) {
      return false;
    }
    saved -= 1;
    return true;
  }
}

package io.tidewatch.demo.backend.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Makes each request slower than the one before; intensity is milliseconds of delay gained each
 * second.
 */
public final class LatencyFault implements Fault {
  private static final double DEFAULT = 20;
  private static final Duration WORST = Duration.ofSeconds(8);
  private static final double MILLIS_PER_SECOND = 1_000;

  private final double intensity;
  private final SplittableRandom random;
  private final Clock clock;
  private final Instant since;

  LatencyFault(FaultOrder order, Clock clock) {
    intensity = order.intensityOr(DEFAULT);
    random = new SplittableRandom(order.seed());
    this.clock = clock;
    since = clock.instant();
  }

  @Override
  public void start() {
    // nothing runs: each request is delayed when it comes
  }

  /** Grows with the fault's age, give or take a fifth, up to 8 s. */
  @Override
  public synchronized Duration delay() {
    double age = Duration.between(since, clock.instant()).toMillis() / MILLIS_PER_SECOND;
    double millis = age * intensity * (0.8 + 0.4 * random.nextDouble());
    return Duration.ofMillis((long) Math.min(millis, WORST.toMillis()));
  }

  @Override
  public double intensity() {
    return intensity;
  }

  @Override
  public void close() {
    // nothing to give back
  }
}

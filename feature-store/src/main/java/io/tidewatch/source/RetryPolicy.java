package io.tidewatch.source;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often a call is tried and how long the pauses are: exponential, with "full jitter" so that
 * many clients of one recovering server do not come back together.
 *
 * @param attempts tries in all
 * @param firstPause the longest first pause; it doubles each time
 * @param longestPause no pause is longer, whatever the server asks for
 */
public record RetryPolicy(
    int attempts, Duration firstPause, Duration longestPause, RandomGenerator random) {
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("a call is tried at least once: " + attempts);
    }
    Objects.requireNonNull(firstPause, "firstPause");
    Objects.requireNonNull(longestPause, "longestPause");
    Objects.requireNonNull(random, "random");
  }

  /** Four tries within about two seconds, unless the server asks for longer pauses. */
  public static RetryPolicy standard(RandomGenerator random) {
    return new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(30), random);
  }

  /**
   * The pause after a failed try.
   *
   * @param failed how many tries have failed so far
   * @param asked what the server asked for
   */
  Duration pause(int failed, Optional<Duration> asked) {
    long doubled = firstPause.toMillis() << Math.min(failed - 1, 20);
    long most = Math.min(doubled, longestPause.toMillis());
    long jittered = random.nextLong(most + 1);
    long wanted = Math.max(jittered, asked.map(Duration::toMillis).orElse(0L));
    return Duration.ofMillis(Math.min(wanted, longestPause.toMillis()));
  }
}

package io.tidewatch.operator.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a receiver may be asked again: at once never, after failures ever later.
 *
 * <p>The pause after the n-th failure in a row is between half of and the whole of {@code first ·
 * 2^(n−1)}, at most {@code longest}; chance keeps many controllers from coming back together, the
 * half bounds their number of tries. Who asks for more gets it, up to an hour.
 *
 * @param failures tries in a row that have failed
 * @param next when the next may be made
 */
record Backoff(int failures, Instant next) {
  /** Messages are collected for so long, so that a burst is one message. */
  static final Duration LEAST = Duration.ofSeconds(5);

  static final Duration FIRST = Duration.ofSeconds(2);
  static final Duration LONGEST = Duration.ofMinutes(5);
  static final Duration LONGEST_ASKED = Duration.ofHours(1);

  static Backoff none() {
    return new Backoff(0, Instant.EPOCH);
  }

  Backoff succeeded(Instant now, Duration least) {
    return new Backoff(0, now.plus(least));
  }

  Backoff failed(Instant now, Optional<Duration> asked, RandomGenerator random) {
    long doubled = FIRST.toMillis() << Math.min(failures, 20);
    long most = Math.min(doubled, LONGEST.toMillis());
    long wait = most / 2 + random.nextLong(most / 2 + 1);
    long wanted = Math.min(asked.orElse(Duration.ZERO).toMillis(), LONGEST_ASKED.toMillis());
    return new Backoff(failures + 1, now.plusMillis(Math.max(wait, wanted)));
  }

  boolean holds(Instant now) {
    return now.isBefore(next);
  }
}

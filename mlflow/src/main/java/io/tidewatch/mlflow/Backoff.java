package io.tidewatch.mlflow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often and when to try again what may work later.
 *
 * @param attempts how often in all, at least 1
 * @param first the wait after the first failure; it doubles each time
 */
record Backoff(int attempts, Duration first) {

  static final Backoff USUAL = new Backoff(4, Duration.ofMillis(250));

  private static final Duration LONGEST = Duration.ofSeconds(10);

  Backoff {
    Require.atLeastOne("attempts", attempts);
  }

  /** The wait after this many failures. */
  Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  /** Waits; false if this thread is to end. */
  boolean pause(int failures) {
    try {
      TimeUnit.MILLISECONDS.sleep(after(failures).toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

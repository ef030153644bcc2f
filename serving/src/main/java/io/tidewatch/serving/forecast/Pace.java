package io.tidewatch.serving.forecast;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Spreads one pass over thousands of workloads, so that requests never wait for a processor longer
 * than one bout of work. Not safe for several threads.
 */
final class Pace {
  private static final long BOUT_NANOS = 1_000_000;
  private static final int REST_PER_WORK = 2;

  private final long longest;
  private long mostRest;
  private long rested;
  private long since;

  /**
   * A pace that takes all the rests of a pass together at most this long (wall time).
   *
   * @param mostRest a small part of the step
   */
  Pace(Duration mostRest) {
    this.longest = mostRest.toNanos();
  }

  /**
   * A pass begins.
   *
   * @param answering whether requests are answered meanwhile; else there is nobody to rest for
   */
  void begin(boolean answering) {
    mostRest = answering ? longest : 0;
    rested = 0;
    since = System.nanoTime();
  }

  /** One piece of work is done: rests if a bout is over and some rest is left. */
  void breathe() {
    long worked = System.nanoTime() - since;
    if (worked < BOUT_NANOS || rested >= mostRest) {
      return;
    }
    long rest = Math.min(REST_PER_WORK * worked, mostRest - rested);
    LockSupport.parkNanos(rest);
    rested += rest;
    since = System.nanoTime();
  }
}

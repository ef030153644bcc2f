package io.tidewatch.demo.load;

import java.util.concurrent.locks.LockSupport;

/** Real time, for the one thread that made it to wait on, and for any thread to stop. */
final class WallPace implements Pace {
  private final Thread waiter = Thread.currentThread();
  private volatile boolean stopped;

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public boolean waitUntil(long nanos) {
    for (long left = nanos - now(); left > 0 && !stopped; left = nanos - now()) {
      LockSupport.parkNanos(left);
    }
    return !stopped;
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(waiter);
  }

  boolean stopped() {
    return stopped;
  }
}

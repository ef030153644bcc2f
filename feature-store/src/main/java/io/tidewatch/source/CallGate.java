package io.tidewatch.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the calls that are under way to one server. First come, first served, also when callers
 * have bounds of their own: whoever waits for fewer calls is not overtaken by who allows more.
 */
final class CallGate {
  private final Deque<Object> waiting = new ArrayDeque<>();
  private int inside;

  /**
   * Waits until fewer than {@code most} calls are under way, then counts as one until {@link
   * #leave}.
   *
   * @return whether it is so within the time
   */
  synchronized boolean enter(int most, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    Object me = new Object();
    waiting.add(me);
    try {
      while (waiting.peek() != me || inside >= most) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      inside++;
      return true;
    } finally {
      waiting.remove(me);
      notifyAll();
    }
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  synchronized int inside() {
    return inside;
  }
}

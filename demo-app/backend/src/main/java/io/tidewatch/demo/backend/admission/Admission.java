package io.tidewatch.demo.backend.admission;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Lets a fixed number of requests in at a time, a fixed number wait in order of arrival, and nobody
 * else in.
 *
 * <p>With every admitted request holding its place for S seconds, the capacity of this process is
 * width ÷ S requests a second on any machine, however busy.
 */
public final class Admission {
  private final int width;
  private final int queueLimit;
  private final Queue<Place> waiting = new ArrayDeque<>();
  private int running;

  /**
   * Starts empty.
   *
   * @param width how many run at a time
   * @param queueLimit how many may wait
   */
  public Admission(int width, int queueLimit) {
    if (width < 1 || queueLimit < 0) {
      throw new IllegalArgumentException("width " + width + ", queue " + queueLimit);
    }
    this.width = width;
    this.queueLimit = queueLimit;
  }

  /** A place that runs or waits, or none when the queue is full; whoever gets one must close it. */
  public synchronized Optional<Place> arrive() {
    if (running < width) {
      running++;
      return Optional.of(Place.admitted(this));
    }
    if (waiting.size() == queueLimit) {
      return Optional.empty();
    }
    Place place = Place.queued(this);
    waiting.add(place);
    return Optional.of(place);
  }

  /** How many run now. */
  public synchronized int running() {
    return running;
  }

  /** How many wait now. */
  public synchronized int waiting() {
    return waiting.size();
  }

  synchronized void leave(Place place) {
    if (waiting.remove(place)) {
      return;
    }
    Place next = waiting.poll();
    if (next == null) {
      running--;
      return;
    }
    // the permit passes from hand to hand: nobody who arrives now can overtake
    next.admit();
  }
}

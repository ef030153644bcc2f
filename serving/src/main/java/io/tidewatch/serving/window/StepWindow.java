package io.tidewatch.serving.window;

import io.tidewatch.domain.Series;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The newest values of one series on the step grid, in a ring of floats: 24 bits are more than a
 * scrape knows, and thousands of them must fit in memory. Steps that were never read are unknown.
 * Not safe for several threads.
 */
public class StepWindow {
  // NaN marks the unknown inside this class only; a step has its place by its index.
  private final float[] ring;
  private long head;

  /** An empty window of that many steps whose newest is {@code head}. */
  public StepWindow(int length, long head) {
    this.ring = new float[length];
    this.head = head;
    Arrays.fill(ring, Float.NaN);
  }

  /** How many steps it holds, known or not. */
  public final int length() {
    return ring.length;
  }

  /** The step index of the newest position, known or not. */
  public final long head() {
    return head;
  }

  /** Moves on to a step; what lies between is unknown until it is put. Never moves back. */
  public final void advanceTo(long step) {
    long passed = Math.min(ring.length, step - head);
    for (long i = 0; i < passed; i++) {
      ring[place(step - i)] = Float.NaN;
    }
    head = Math.max(head, step);
  }

  /** Takes over the known values of a series; its gaps and what lies outside change nothing. */
  public final void put(Series series) {
    for (int i = 0; i < series.length(); i++) {
      long step = series.firstStep() + i;
      if (inside(step) && series.known(i) && Float.isFinite((float) series.value(i))) {
        ring[place(step)] = (float) series.value(i);
      }
    }
  }

  /** The value of a step, if it is known and inside the window. */
  public final OptionalDouble value(long step) {
    return known(step) ? OptionalDouble.of(ring[place(step)]) : OptionalDouble.empty();
  }

  /** The newest step with a value. */
  public final OptionalLong newestKnown() {
    for (long step = head; inside(step); step--) {
      if (known(step)) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** How many of the newest {@code steps} positions have a value. */
  public final int known(int steps) {
    int known = 0;
    for (long step = head; step > head - Math.min(steps, ring.length); step--) {
      known += known(step) ? 1 : 0;
    }
    return known;
  }

  /** The whole window in the order of time, its last position now. */
  public final Series series() {
    return series(new double[ring.length]);
  }

  /**
   * The same, written into an array of this length, which must not change while it is in use: a
   * pass over thousands of windows needs only one.
   */
  public final Series series(double[] into) {
    int oldest = place(head + 1);
    int i = 0;
    for (int at = oldest; at < ring.length; at++) {
      into[i++] = ring[at];
    }
    for (int at = 0; at < oldest; at++) {
      into[i++] = ring[at];
    }
    return Series.view(head - ring.length + 1, into, 0, ring.length);
  }

  /** Writes the values in the order of time, NaN where unknown. */
  final void save(FloatBuffer to) {
    int oldest = place(head + 1);
    to.put(ring, oldest, ring.length - oldest).put(ring, 0, oldest);
  }

  /** Takes over what {@link #save} has written when the newest step was {@code step}. */
  final void restore(FloatBuffer from, long step) {
    head = step;
    int oldest = place(head + 1);
    from.get(ring, oldest, ring.length - oldest).get(ring, 0, oldest);
  }

  private boolean known(long step) {
    return inside(step) && !Float.isNaN(ring[place(step)]);
  }

  private boolean inside(long step) {
    return step <= head && step > head - ring.length;
  }

  private int place(long step) {
    return (int) Math.floorMod(step, (long) ring.length);
  }
}

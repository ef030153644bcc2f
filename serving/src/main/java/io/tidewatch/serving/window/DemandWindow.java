package io.tidewatch.serving.window;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.DemandView;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The newest demand of one workload, just as long as the features look back. Steps that were never
 * read are unknown. Not safe for several threads.
 *
 * <p>The window moves through a somewhat longer array and is copied back to its start about once a
 * day of steps, so that reading it costs no copy.
 */
public final class DemandWindow {
  /** Steps that a window holds: what a view reads, what bridging reads before it, and now. */
  public static final int LENGTH = DemandView.LOOK_BACK + DemandView.LONGEST_BRIDGE + 1;

  private static final int ROOM = 1_024;

  // NaN marks the unknown inside this class only.
  private final double[] values = new double[LENGTH + ROOM];
  // Where the window begins.
  private int start;
  private long head;

  /** An empty window whose newest step is {@code head}. */
  public DemandWindow(long head) {
    this.head = head;
    Arrays.fill(values, Double.NaN);
  }

  /** The step index of the newest position, known or not. */
  public long head() {
    return head;
  }

  /** Moves on to a step; what lies between is unknown until it is put. Never moves back. */
  public void advanceTo(long step) {
    int steps = (int) Math.min(LENGTH, Math.max(0, step - head));
    if (start + steps > ROOM) {
      int kept = LENGTH - steps;
      System.arraycopy(values, start + steps, values, 0, kept);
      Arrays.fill(values, kept, values.length, Double.NaN);
      start = 0;
    } else {
      start += steps;
    }
    head = Math.max(head, step);
  }

  /** Takes over the known values of a series; its gaps and what lies outside change nothing. */
  public void put(Series series) {
    for (int i = 0; i < series.length(); i++) {
      long step = series.firstStep() + i;
      if (inside(step) && series.known(i)) {
        values[position(step)] = series.value(i);
      }
    }
  }

  /** The value of a step, if it is known and inside the window. */
  public OptionalDouble value(long step) {
    if (!inside(step) || Double.isNaN(values[position(step)])) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(values[position(step)]);
  }

  /** The newest step with a value. */
  public OptionalLong newestKnown() {
    for (long step = head; inside(step); step--) {
      if (!Double.isNaN(values[position(step)])) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** How many of the newest {@code steps} positions have a value. */
  public int known(int steps) {
    int known = 0;
    for (long step = head; step > head - Math.min(steps, LENGTH); step--) {
      known += Double.isNaN(values[position(step)]) ? 0 : 1;
    }
    return known;
  }

  /**
   * The whole window in the order of time, its last position now; to be used before the window
   * changes again.
   */
  public Series series() {
    return Series.view(head - LENGTH + 1, values, start, LENGTH);
  }

  private boolean inside(long step) {
    return step <= head && step > head - LENGTH;
  }

  private int position(long step) {
    return start + LENGTH - 1 - (int) (head - step);
  }
}

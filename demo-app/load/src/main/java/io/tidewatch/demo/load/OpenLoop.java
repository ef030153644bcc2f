package io.tidewatch.demo.load;

import java.util.List;
import java.util.PrimitiveIterator;

/**
 * Sends every arrival at its moment to every lane, regardless of answers, so a slow target meets
 * the same requests as a fast one (an open loop).
 */
final class OpenLoop {
  private final List<Lane> lanes;
  private final StepGrid grid;
  private final Pace pace;
  private final Lateness lateness;

  OpenLoop(List<Lane> lanes, StepGrid grid, Pace pace, Lateness lateness) {
    this.lanes = List.copyOf(lanes);
    this.grid = grid;
    this.pace = pace;
    this.lateness = lateness;
  }

  /** Returns how many nanoseconds of the schedule were played: all of it, or up to a stop. */
  long play(PrimitiveIterator.OfLong arrivals, long lengthNanos) {
    long origin = pace.now();
    while (arrivals.hasNext()) {
      long arrival = arrivals.nextLong();
      if (!pace.waitUntil(origin + arrival)) {
        return end(Math.min(lengthNanos, pace.now() - origin));
      }
      long epochMillis = grid.start().toEpochMilli() + arrival / 1_000_000;
      Due due = new Due(origin + arrival, grid.stepAt(arrival), epochMillis);
      lateness.record(pace.now() - due.nanos());
      lanes.forEach(lane -> lane.offer(due, pace));
    }
    pace.waitUntil(origin + lengthNanos);
    return end(Math.min(lengthNanos, pace.now() - origin));
  }

  private long end(long played) {
    lanes.forEach(lane -> lane.book().reached(grid.steps(played)));
    return played;
  }
}

package io.tidewatch.demo.load;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Everything that is known about one target's requests; callers come from several threads. */
final class TargetBook {
  private final String target;
  private final StepGrid grid;
  private final Tally total = new Tally();
  private final TreeMap<Integer, Tally> open = new TreeMap<>();
  private final List<StepRow> rows = new ArrayList<>();
  private int reached;

  TargetBook(String target, StepGrid grid) {
    this.target = target;
    this.grid = grid;
  }

  /** No request of a step before this one will be sent any more. */
  synchronized void reached(int step) {
    for (; reached < step; reached++) {
      open.computeIfAbsent(reached, absent -> new Tally());
    }
    close();
  }

  synchronized void shed(int step) {
    open.computeIfAbsent(step, absent -> new Tally()).shed();
    total.shed();
  }

  synchronized void sent(int step, long lateNanos) {
    open.computeIfAbsent(step, absent -> new Tally()).sent(lateNanos);
    total.sent(lateNanos);
  }

  synchronized void ended(int step, Answer answer, long latencyNanos) {
    open.get(step).ended(answer, latencyNanos);
    total.ended(answer, latencyNanos);
    close();
  }

  /** In order, so that a reader of the rows sees each step once and complete. */
  private void close() {
    while (!open.isEmpty() && open.firstKey() < reached) {
      if (open.firstEntry().getValue().inFlight() > 0) {
        return;
      }
      int step = open.firstKey();
      Counts counts = open.remove(step).counts();
      rows.add(new StepRow(target, step, grid.startEpochMillis(step), counts));
    }
  }

  synchronized long inFlight() {
    return total.inFlight();
  }

  synchronized Counts total() {
    return total.counts();
  }

  /** The complete steps from the given one on. */
  synchronized List<StepRow> rows(int from) {
    return List.copyOf(rows.subList(Math.min(from, rows.size()), rows.size()));
  }
}

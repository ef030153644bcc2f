package io.tidewatch.spark.anomaly;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The rows with the smallest hashes of all that were offered: a uniform sample without replacement
 * whose memory is bounded by its size. Two reservoirs of two parts make that of the whole, in any
 * order, so every partitioning gives the same sample.
 */
final class Reservoir implements Serializable {
  private final int capacity;
  private final PriorityQueue<SampledRow> largestFirst =
      new PriorityQueue<>(Comparator.reverseOrder());
  private long offered;
  private String refusal = "";

  Reservoir(int capacity) {
    this.capacity = capacity;
  }

  /** Offers a row; one that is not finite is remembered as the reason to refuse the data. */
  Reservoir offer(SampledRow row) {
    offered++;
    int bad = notFinite(row.values());
    if (bad >= 0) {
      refuse("row " + row.key() + ": feature " + bad + " is " + row.values()[bad]);
      return this;
    }
    keep(row);
    return this;
  }

  /** Takes over what another has seen. */
  Reservoir merge(Reservoir other) {
    offered += other.offered;
    if (!other.refusal.isEmpty()) {
      refuse(other.refusal);
    }
    other.largestFirst.forEach(this::keep);
    return this;
  }

  /** The sample in the order of its hashes. */
  List<SampledRow> rows() {
    return largestFirst.stream().sorted().toList();
  }

  /** How many rows were offered. */
  long offered() {
    return offered;
  }

  /** Why the data cannot be used; empty if it can. */
  String refusal() {
    return refusal;
  }

  private void keep(SampledRow row) {
    if (largestFirst.size() < capacity) {
      largestFirst.add(row);
    } else if (row.compareTo(largestFirst.peek()) < 0) {
      largestFirst.poll();
      largestFirst.add(row);
    }
  }

  // The least of all, so that the message does not depend on the partitioning either.
  private void refuse(String reason) {
    if (refusal.isEmpty() || reason.compareTo(refusal) < 0) {
      refusal = reason;
    }
  }

  private static int notFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}

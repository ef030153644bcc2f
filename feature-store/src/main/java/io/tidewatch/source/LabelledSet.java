package io.tidewatch.source;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/**
 * Recorded metrics with the truth about when something was wrong.
 *
 * @param step the usual time between two rows
 * @param metrics the names of the columns
 * @param rows one value per metric, in the order of time
 * @param label rows at which something was wrong
 * @param train rows that a detector may learn from, without their labels
 * @param filled how many values were missing and taken from the row before
 */
public record LabelledSet(
    String name,
    Duration step,
    List<String> metrics,
    double[][] rows,
    BitSet label,
    BitSet train,
    int filled) {
  public LabelledSet {
    metrics = List.copyOf(metrics);
    label = (BitSet) label.clone();
    train = (BitSet) train.clone();
  }

  /** The number of rows. */
  public int length() {
    return rows.length;
  }
}

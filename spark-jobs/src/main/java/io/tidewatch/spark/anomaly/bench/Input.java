package io.tidewatch.spark.anomaly.bench;

import io.tidewatch.source.LabelledSet;
import java.time.Duration;
import java.util.BitSet;

/**
 * What a detector sees of a set.
 *
 * @param window how many rows make an hour of 5-minute rows, half an hour of shorter ones
 */
record Input(double[][] rows, BitSet train, int window) {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  static Input of(LabelledSet set) {
    return new Input(set.rows(), set.train(), set.step().compareTo(FIVE_MINUTES) < 0 ? 30 : 12);
  }

  /** The same with each metric x as x, x − mean and standard deviation of the last rows. */
  Input rolling() {
    return new Input(Rolling.of(rows, window), train, window);
  }

  int columns() {
    return rows[0].length;
  }
}

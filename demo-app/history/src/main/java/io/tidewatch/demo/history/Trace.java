package io.tidewatch.demo.history;

import java.time.Instant;
import java.util.BitSet;
import java.util.OptionalDouble;

/** A recorded trace on a one-minute grid, some of whose minutes were never measured. */
public final class Trace {
  private final Instant first;
  private final double[] values;
  private final BitSet known;
  private final BitSet measured;

  /**
   * A trace that begins at {@code first}.
   *
   * @param values one per minute
   * @param known minutes that have a row
   * @param measured minutes that have a row which is not imputed
   */
  Trace(Instant first, double[] values, BitSet known, BitSet measured) {
    this.first = first;
    this.values = values.clone();
    this.known = (BitSet) known.clone();
    this.measured = (BitSet) measured.clone();
  }

  /** Minutes from the first row to the last. */
  public int minutes() {
    return values.length;
  }

  /** Its own time of the last row. */
  public Instant last() {
    return first.plusSeconds(60L * (values.length - 1));
  }

  /** The measured value of the minute, counted from the first row. */
  public OptionalDouble at(int minute) {
    return measured.get(minute) ? OptionalDouble.of(values[minute]) : OptionalDouble.empty();
  }

  /** Rows in the file. */
  public int rows() {
    return known.cardinality();
  }

  /** Rows that were measured. */
  public int measured() {
    return measured.cardinality();
  }

  /** Minutes without a row. */
  public int missing() {
    return minutes() - rows();
  }

  /** The quantile, linearly interpolated, of the rows in the first part of the trace. */
  public double quantile(double q, double part) {
    int until = (int) Math.floor(part * minutes());
    double[] sorted =
        known.stream().filter(i -> i < until).mapToDouble(i -> values[i]).sorted().toArray();
    double position = q * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

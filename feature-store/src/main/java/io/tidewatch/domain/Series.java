package io.tidewatch.domain;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * Values of one metric on the step grid, with its gaps named: an unknown step is not a zero.
 *
 * <p>Immutable; {@code firstStep} is a step index of a {@link Timescale}.
 */
public final class Series {
  private final long firstStep;
  private final double[] values;
  private final BitSet unknown;

  private Series(long firstStep, double[] values, BitSet unknown) {
    this.firstStep = firstStep;
    this.values = values;
    this.unknown = unknown;
  }

  /** A series whose non-finite values are gaps. */
  public static Series of(long firstStep, double... values) {
    BitSet unknown = new BitSet(values.length);
    for (int i = 0; i < values.length; i++) {
      unknown.set(i, !Double.isFinite(values[i]));
    }
    return new Series(firstStep, values.clone(), unknown);
  }

  /** A series whose steps marked in {@code unknown} are gaps besides the non-finite ones. */
  public static Series of(long firstStep, double[] values, BitSet unknown) {
    Series series = of(firstStep, values);
    series.unknown.or(Objects.requireNonNull(unknown, "unknown"));
    return series;
  }

  /** The step index of the first value. */
  public long firstStep() {
    return firstStep;
  }

  /** The number of steps, gaps included. */
  public int length() {
    return values.length;
  }

  /** Whether position {@code i} (0 = first step) has a value; positions outside have none. */
  public boolean known(int i) {
    return i >= 0 && i < values.length && !unknown.get(i);
  }

  /**
   * The value at position {@code i}.
   *
   * @throws IllegalStateException when it is a gap
   */
  public double value(int i) {
    if (!known(i)) {
      throw new IllegalStateException("step " + (firstStep + i) + " is unknown");
    }
    return values[i];
  }

  /** The number of gaps. */
  public int gaps() {
    return unknown.cardinality();
  }

  /** The part [from, to) of this series. */
  public Series slice(int from, int to) {
    return new Series(
        firstStep + from, Arrays.copyOfRange(values, from, to), unknown.get(from, to));
  }

  /**
   * The values with the first {@code longest} steps of each gap filled by the last value before it;
   * what is missing for longer stays unknown. Looks back only, so it says the same of a step
   * whether or not later ones have arrived.
   */
  public Series filled(int longest) {
    double[] copy = values.clone();
    BitSet stillUnknown = (BitSet) unknown.clone();
    for (int from = unknown.nextSetBit(0); from >= 0; ) {
      int to = unknown.nextClearBit(from);
      int filledTo = Math.min(to, from + longest);
      if (from > 0) {
        Arrays.fill(copy, from, filledTo, values[from - 1]);
        stillUnknown.clear(from, filledTo);
      }
      from = unknown.nextSetBit(to);
    }
    return new Series(firstStep, copy, stillUnknown);
  }

  /** The values with gaps as NaN, for arithmetic inside one method; never let it escape. */
  public double[] toArray() {
    double[] copy = values.clone();
    unknown.stream().forEach(i -> copy[i] = Double.NaN);
    return copy;
  }
}

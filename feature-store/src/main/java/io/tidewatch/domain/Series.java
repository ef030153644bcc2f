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
  // NaN marks the unknown inside this class; the series is the part from offset on.
  private final double[] values;
  private final int offset;
  private final int length;

  private Series(long firstStep, double[] values, int offset, int length) {
    this.firstStep = firstStep;
    this.values = values;
    this.offset = offset;
    this.length = length;
  }

  /** A series whose non-finite values are gaps. */
  public static Series of(long firstStep, double... values) {
    double[] copy = values.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = Double.isFinite(copy[i]) ? copy[i] : Double.NaN;
    }
    return new Series(firstStep, copy, 0, copy.length);
  }

  /** A series whose steps marked in {@code unknown} are gaps besides the non-finite ones. */
  public static Series of(long firstStep, double[] values, BitSet unknown) {
    double[] copy = values.clone();
    Objects.requireNonNull(unknown, "unknown").stream()
        .takeWhile(i -> i < copy.length)
        .forEach(i -> copy[i] = Double.NaN);
    return of(firstStep, copy);
  }

  /**
   * A series over a part of an array, without a copy: for windows that are read each step. The
   * owner of the array must not change that part while the series is in use.
   *
   * @param values finite, NaN where unknown
   */
  public static Series view(long firstStep, double[] values, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, values.length);
    return new Series(firstStep, values, offset, length);
  }

  /** The step index of the first value. */
  public long firstStep() {
    return firstStep;
  }

  /** The number of steps, gaps included. */
  public int length() {
    return length;
  }

  /** Whether position {@code i} (0 = first step) has a value; positions outside have none. */
  public boolean known(int i) {
    return i >= 0 && i < length && !Double.isNaN(values[offset + i]);
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
    return values[offset + i];
  }

  /** The number of gaps. */
  public int gaps() {
    int gaps = 0;
    for (int i = 0; i < length; i++) {
      gaps += Double.isNaN(values[offset + i]) ? 1 : 0;
    }
    return gaps;
  }

  /** The part [from, to) of this series. */
  public Series slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    return new Series(firstStep + from, values, offset + from, to - from);
  }

  /**
   * The values with the first {@code longest} steps of each gap filled by the last value before it;
   * what is missing for longer stays unknown. Looks back only, so it says the same of a step
   * whether or not later ones have arrived.
   */
  public Series filled(int longest) {
    if (gaps() == 0) {
      return this;
    }
    double[] copy = toArray();
    int missing = 0;
    for (int i = 0; i < length; i++) {
      missing = known(i) ? 0 : missing + 1;
      if (missing > 0 && missing <= longest && i > 0) {
        copy[i] = copy[i - 1];
      }
    }
    return new Series(firstStep, copy, 0, length);
  }

  /** The values with gaps as NaN, for arithmetic inside one method; never let it escape. */
  public double[] toArray() {
    return Arrays.copyOfRange(values, offset, offset + length);
  }
}

package io.tidewatch.source;

import java.time.Instant;
import java.util.BitSet;

/**
 * Recorded demand, one value a minute.
 *
 * @param first the time of the first value, on the trace's own clock
 * @param imputed positions that were filled in: seen by forecasts, never scored
 */
public record Trace(String name, Instant first, double[] values, BitSet imputed) {
  public Trace {
    values = values.clone();
    imputed = (BitSet) imputed.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  @Override
  public BitSet imputed() {
    return (BitSet) imputed.clone();
  }

  /** The number of minutes. */
  public int length() {
    return values.length;
  }
}

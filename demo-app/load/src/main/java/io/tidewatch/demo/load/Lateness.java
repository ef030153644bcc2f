package io.tidewatch.demo.load;

import org.HdrHistogram.Histogram;

/** How much too late something happened, again and again; callers come from several threads. */
final class Lateness {
  private static final int DIGITS = 3;
  private static final double MICROS_A_MILLI = 1_000;

  private final Histogram micros = new Histogram(DIGITS);

  synchronized void record(long nanos) {
    micros.recordValue(Math.max(0, nanos / 1_000));
  }

  synchronized double p99Millis() {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(99) / MICROS_A_MILLI;
  }

  synchronized double maxMillis() {
    return micros.getMaxValue() / MICROS_A_MILLI;
  }
}

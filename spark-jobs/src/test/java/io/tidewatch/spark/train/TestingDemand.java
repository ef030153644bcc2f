package io.tidewatch.spark.train;

import io.tidewatch.source.Trace;
import java.time.Instant;
import java.util.BitSet;
import java.util.Random;

/** Demand of known character. */
final class TestingDemand {
  private static final int DAY = 1_440;

  private TestingDemand() {}

  /** A daily course with a spike every half an hour: to be learnt, unlike its noise of 3 %. */
  static Trace regular(String name, double size, int days, long seed) {
    Random random = new Random(seed);
    double[] values = new double[days * DAY];
    for (int i = 0; i < values.length; i++) {
      double course = 1 + 0.5 * Math.sin(2 * Math.PI * i / DAY) + (i % 30 < 4 ? 0.6 : 0);
      values[i] = size * course * (1 + 0.03 * random.nextGaussian());
    }
    return new Trace(name, Instant.parse("2026-11-02T00:00:00Z"), values, new BitSet());
  }

  /** A random walk: nothing forecasts it better than its last value. */
  static Trace walk(String name, int days, long seed) {
    Random random = new Random(seed);
    double[] values = new double[days * DAY];
    double logarithm = 5;
    for (int i = 0; i < values.length; i++) {
      logarithm += 0.03 * random.nextGaussian();
      values[i] = Math.exp(logarithm);
    }
    return new Trace(name, Instant.parse("2026-11-02T00:00:00Z"), values, new BitSet());
  }
}

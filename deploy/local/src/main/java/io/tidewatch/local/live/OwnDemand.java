package io.tidewatch.local.live;

import java.util.SplittableRandom;

/**
 * A morning of a shop: quiet, doors open (a ramp of two minutes), a plateau, and a spike of one
 * minute's rise; noise that wanders by a few percent.
 *
 * <p>A reactive autoscaler at 70 % of capacity carries 1/0.7 of what it has seen, so both events
 * more than double demand within its reaction time of about two nominal minutes.
 */
final class OwnDemand {
  private static final double RAMP_AT = 0.17;
  private static final double RAMP_MINUTES = 2;
  private static final double DECLINE_AT = 0.45;
  private static final double SPIKE_AT = 0.62;
  private static final double SPIKE_MINUTES = 7;
  private static final double QUIET = 0.14;
  private static final double PLATEAU = 0.6;
  private static final double BEFORE_SPIKE = 0.3;
  private static final double AFTER_SPIKE = 0.42;
  private static final double EVENING = 0.22;
  private static final double NOISE = 0.012;
  private static final double MEMORY = 0.8;

  private OwnDemand() {}

  /** Shares of the peak, one a nominal minute. */
  static double[] shape(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    double noise = 0;
    for (int minute = 0; minute < length; minute++) {
      noise = MEMORY * noise + NOISE * random.nextGaussian();
      values[minute] = level(minute, length - 1) * Math.exp(noise);
    }
    return values;
  }

  private static double level(double minute, double last) {
    double ramp = RAMP_AT * last;
    double spike = SPIKE_AT * last;
    double spikeEnd = spike + Math.min(SPIKE_MINUTES, last / 6);
    if (minute < spike) {
      double morning = between(minute, ramp, ramp + RAMP_MINUTES, QUIET, PLATEAU);
      double decline = DECLINE_AT * last;
      return minute < decline
          ? morning
          : between(minute, decline, decline + last / 12, PLATEAU, BEFORE_SPIKE);
    }
    if (minute <= spikeEnd) {
      return between(minute, spike, spike + 1, BEFORE_SPIKE, 1);
    }
    return minute < spikeEnd + 2
        ? between(minute, spikeEnd, spikeEnd + 2, 1, AFTER_SPIKE)
        : between(minute, spikeEnd + 2, last, AFTER_SPIKE, EVENING);
  }

  private static double between(double at, double from, double to, double first, double second) {
    double part = Math.min(1, Math.max(0, (at - from) / (to - from)));
    return first + part * (second - first);
  }
}

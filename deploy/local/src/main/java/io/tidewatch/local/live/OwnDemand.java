package io.tidewatch.local.live;

import java.util.SplittableRandom;

/**
 * A morning of a shop: quiet, doors open (a ramp of two minutes), a plateau, and a spike of one
 * minute's rise; noise that wanders by a few percent.
 *
 * <p>A reactive autoscaler at 70 % of capacity carries 1/0.7 of what it has seen, so both events
 * more than double demand within its reaction time of about two nominal minutes.
 *
 * <p>Every day before had the same morning: its own noise, its own level, spike up to a fifth
 * higher or lower, ramp and spike up to a minute earlier or later. None of them is today.
 */
final class OwnDemand {
  private static final int DAY = 1_440;
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
  private static final double AFTERNOON = 0.4;
  private static final double NIGHT = 0.08;
  private static final int SALES_EVERY = 150;
  private static final double SALE_AT = 60;
  private static final double SALE = 1.8;
  private static final double NOISE = 0.012;
  private static final double MEMORY = 0.8;
  private static final double DAYS_APART = 0.05;
  private static final double SPIKES_APART = 0.1;
  private static final double MOST_APART = 2;

  private OwnDemand() {}

  /**
   * How one day differs from another.
   *
   * @param rampLate minutes by which its doors open later
   * @param spikeLate minutes by which its spike comes later
   * @param level factor of all of it
   * @param spike factor of what the spike adds
   */
  private record Day(double rampLate, double spikeLate, double level, double spike) {
    static final Day TODAY = new Day(0, 0, 1, 1);

    static Day before(SplittableRandom random) {
      return new Day(
          random.nextDouble(-1, 1),
          random.nextDouble(-1, 1),
          Math.exp(DAYS_APART * bounded(random)),
          Math.exp(SPIKES_APART * bounded(random)));
    }

    private static double bounded(SplittableRandom random) {
      return Math.max(-MOST_APART, Math.min(MOST_APART, random.nextGaussian()));
    }
  }

  /** Shares of the peak, one a nominal minute. */
  static double[] shape(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    double noise = 0;
    for (int minute = 0; minute < length; minute++) {
      noise = MEMORY * noise + NOISE * random.nextGaussian();
      values[minute] = level(minute, length - 1, Day.TODAY) * Math.exp(noise);
    }
    return values;
  }

  /**
   * The days before, up to some minutes before the morning of {@link #shape}, in the same unit.
   *
   * @param length of today's morning
   * @param until minutes before it at which they end
   */
  static double[] past(int days, int length, int until, long seed) {
    double[] values = new double[days * DAY];
    // Another draw than today's: nothing of what comes is in it.
    SplittableRandom random = new SplittableRandom(seed ^ 0x9e3779b97f4a7c15L);
    double noise = 0;
    Day day = Day.before(random);
    for (int i = 0; i < values.length; i++) {
      int minute = Math.floorMod(i - values.length - until, DAY);
      if (minute == 0) {
        day = Day.before(random);
      }
      noise = MEMORY * noise + NOISE * random.nextGaussian();
      double level = minute < length ? level(minute, length - 1, day) : rest(minute, length, day);
      values[i] = day.level() * level * Math.exp(noise);
    }
    return values;
  }

  private static double level(double minute, double last, Day day) {
    double ramp = RAMP_AT * last + day.rampLate();
    double spike = SPIKE_AT * last + day.spikeLate();
    double spikeEnd = spike + Math.min(SPIKE_MINUTES, last / 6);
    double top = BEFORE_SPIKE + (1 - BEFORE_SPIKE) * day.spike();
    if (minute < spike) {
      double morning = between(minute, ramp, ramp + RAMP_MINUTES, QUIET, PLATEAU);
      double decline = DECLINE_AT * last;
      return minute < decline
          ? morning
          : between(minute, decline, decline + last / 12, PLATEAU, BEFORE_SPIKE);
    }
    if (minute <= spikeEnd) {
      return between(minute, spike, spike + 1, BEFORE_SPIKE, top);
    }
    return minute < spikeEnd + 2
        ? between(minute, spikeEnd, spikeEnd + 2, top, AFTER_SPIKE)
        : between(minute, spikeEnd + 2, last, AFTER_SPIKE, EVENING);
  }

  /**
   * What is left of the day: a broad afternoon, a night, the quiet before the doors open, and every
   * two and a half hours a sale of some minutes.
   */
  private static double rest(double minute, int length, Day day) {
    double since = minute - length;
    return quiet(since / (DAY - length)) * (1 + sale(since % SALES_EVERY, day));
  }

  private static double quiet(double part) {
    if (part < 0.2) {
      return between(part, 0, 0.2, EVENING, AFTERNOON);
    }
    if (part < 0.6) {
      return between(part, 0.35, 0.6, AFTERNOON, NIGHT);
    }
    return between(part, 0.85, 1, NIGHT, QUIET);
  }

  private static double sale(double minute, Day day) {
    double begin = SALE_AT + day.spikeLate();
    double end = begin + SPIKE_MINUTES;
    double height = SALE * day.spike();
    return minute < end
        ? between(minute, begin, begin + 1, 0, height)
        : between(minute, end, end + 2, height, 0);
  }

  private static double between(double at, double from, double to, double first, double second) {
    double part = Math.min(1, Math.max(0, (at - from) / (to - from)));
    return first + part * (second - first);
  }
}

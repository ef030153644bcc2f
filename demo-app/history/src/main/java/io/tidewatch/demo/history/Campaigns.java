package io.tidewatch.demo.history;

/**
 * Marketing: one campaign in every period of local days, on a random day of it between 09:00 and
 * 19:00, known to nobody in advance.
 *
 * @param periodDays length of the period in days
 * @param surge its course
 * @param height mean height as a multiple of the base
 * @param spread deviation of the logarithm of the height
 */
public record Campaigns(int periodDays, Surge surge, double height, double spread)
    implements Pattern {
  private static final int FIRST_MINUTE = 9 * 60;
  private static final int MINUTES = 10 * 60;

  /** Refuses a surge that would outlast its period. */
  public Campaigns {
    if (periodDays <= 0 || surge.length() > periodDays * Moment.MINUTES_A_DAY) {
      throw new IllegalArgumentException("a campaign must end within one period");
    }
  }

  @Override
  public double extra(Moment moment, Noise noise) {
    long period = Math.floorDiv(moment.localDay(), periodDays);
    return of(period, moment, noise) + of(period - 1, moment, noise);
  }

  private double of(long period, Moment moment, Noise noise) {
    long day = period * periodDays + noise.stream("day").below(periodDays, period);
    long start =
        day * Moment.MINUTES_A_DAY + FIRST_MINUTE + noise.stream("minute").below(MINUTES, period);
    double share = surge.at(moment.localMinute() - start);
    return share == 0 ? 0 : share * height * noise.stream("height").logNormal(spread, period);
  }
}

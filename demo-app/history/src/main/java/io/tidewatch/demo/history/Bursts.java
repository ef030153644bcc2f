package io.tidewatch.demo.history;

/**
 * Bursts at random times: in every hour one begins with the given chance.
 *
 * @param chance probability per hour
 * @param surge its course
 * @param height mean height as a multiple of the base
 * @param spread deviation of the logarithm of the height
 */
public record Bursts(double chance, Surge surge, double height, double spread) implements Pattern {
  private static final int SLOT = 60;

  /** Refuses a chance that is none. */
  public Bursts {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException("not a probability: " + chance);
    }
  }

  @Override
  public double extra(Moment moment, Noise noise) {
    long slot = Math.floorDiv(moment.epochMinute(), SLOT);
    long oldest = Math.floorDiv(moment.epochMinute() - surge.length(), SLOT);
    double sum = 0;
    for (long s = slot; s >= oldest; s--) {
      sum += of(s, moment, noise);
    }
    return sum;
  }

  private double of(long slot, Moment moment, Noise noise) {
    if (noise.stream("happens").uniform(slot) >= chance) {
      return 0;
    }
    long start = slot * SLOT + noise.stream("minute").below(SLOT, slot);
    double share = surge.at(moment.epochMinute() - start);
    return share == 0 ? 0 : share * height * noise.stream("height").logNormal(spread, slot);
  }
}

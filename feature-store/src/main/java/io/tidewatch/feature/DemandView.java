package io.tidewatch.feature;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A workload's demand as it was known at one step, in units of its own level, so that a formula
 * works for any size of workload. Looks back only: at most {@link #LOOK_BACK} steps, so the whole
 * history and a serving window of that length give the same bits.
 *
 * <p>Level = exponentially weighted mean of span 5 over the last 30 known steps plus 1 % of the
 * last day's mean, which keeps ratios bounded when a batch workload idles at zero.
 */
public final class DemandView {
  /** Steps before the present one that a view may read: a week plus the level's own window. */
  public static final int LOOK_BACK = Timescale.STEPS_PER_WEEK + 60;

  /** So many steps of a gap are bridged by the last value before it; the rest stays unknown. */
  public static final int LONGEST_BRIDGE = 5;

  private static final int LEVEL_WINDOW = 30;
  private static final double DECAY = 1 - 2.0 / (5 + 1);
  private static final double DAY_SHARE = 0.01;
  private static final double SMALLEST_LEVEL = 1e-6;
  private static final int NEEDED = 60;

  private final Series demand;
  private final int now;
  private final ZonedDateTime localTime;
  private final double dayMean;
  private final double level;

  private DemandView(Series bridged, int now, ZonedDateTime localTime) {
    this.demand = bridged;
    this.now = now;
    this.localTime = localTime;
    this.dayMean = rawMean(Timescale.STEPS_PER_DAY);
    this.level = levelAt(now);
  }

  /**
   * The demand with the start of each gap bridged, as every view expects it; do this once per
   * series, which must reach {@link #LOOK_BACK} + {@link #LONGEST_BRIDGE} steps back.
   */
  public static Series bridge(Series demand) {
    return demand.filled(LONGEST_BRIDGE);
  }

  /** Whether a view exists at position {@code now}: the value and most of the last hour known. */
  public static boolean exists(Series bridged, int now) {
    if (!bridged.known(now)) {
      return false;
    }
    int known = 0;
    for (int k = 0; k < 2 * NEEDED; k++) {
      known += bridged.known(now - k) ? 1 : 0;
    }
    return known >= NEEDED;
  }

  /**
   * The view at position {@code now} of a bridged series.
   *
   * @param nominal the nominal time of that position
   * @throws IllegalArgumentException when none {@link #exists}
   */
  public static DemandView at(Series bridged, int now, Instant nominal, ZoneId zone) {
    if (!exists(bridged, now)) {
      throw new IllegalArgumentException("too little is known at position " + now);
    }
    return new DemandView(bridged, now, nominal.atZone(zone));
  }

  /** The workload's level now, in demand units; above zero. */
  public double level() {
    return level;
  }

  /** The last day's mean, in demand units. */
  public double dayMean() {
    return dayMean;
  }

  /** Nominal local time of the present step. */
  public ZonedDateTime localTime() {
    return localTime;
  }

  @Override
  public String toString() {
    return "the demand at " + localTime;
  }

  /** The demand {@code k} steps ago ÷ level; 1 where it is unknown. */
  public double lag(int k) {
    return demand.known(now - k) ? demand.value(now - k) / level : 1;
  }

  /** Mean of the last {@code w} steps ÷ level. */
  public double mean(int w) {
    return rawMean(w) / level;
  }

  /** Standard deviation of the last {@code w} steps ÷ level. */
  public double deviation(int w) {
    double mean = rawMean(w);
    double sum = 0;
    int n = 0;
    for (int i = now - w + 1; i <= now; i++) {
      if (demand.known(i)) {
        double miss = demand.value(i) - mean;
        sum += miss * miss;
        n++;
      }
    }
    return Math.sqrt(sum / n) / level;
  }

  /** Highest demand of the last {@code w} steps ÷ level. */
  public double highest(int w) {
    return highestIn(now - w + 1, now) / level;
  }

  /** Lowest demand of the last {@code w} steps ÷ level. */
  public double lowest(int w) {
    double lowest = demand.value(now);
    for (int i = now - w + 1; i < now; i++) {
      if (demand.known(i)) {
        lowest = Math.min(lowest, demand.value(i));
      }
    }
    return lowest / level;
  }

  /**
   * Change per step over the last {@code w} steps ÷ level: mean of the newer half less the older.
   */
  public double slope(int w) {
    int half = Math.max(1, w / 2);
    double newer = meanIn(now - half + 1, now, level);
    double older = meanIn(now - 2 * half + 1, now - half, newer);
    return (newer - older) / (half * level);
  }

  /** (Demand now − mean of the last {@code w}) ÷ their standard deviation; 0 if that is 0. */
  public double score(int w) {
    double deviation = deviation(w);
    return deviation > 1e-9 ? (lag(0) - mean(w)) / deviation : 0;
  }

  /**
   * What happened one {@code season} before the target: the demand {@code horizon} steps after then
   * (mean of ± {@code around}) ÷ the level of then; 1 where it is unknown.
   */
  public double seasonal(int season, int horizon, int around) {
    int then = now - season;
    double levelThen = levelAt(then);
    if (levelThen <= SMALLEST_LEVEL) {
      return 1;
    }
    int target = Math.min(then + horizon + around, now);
    return meanIn(then + horizon - around, target, levelThen) / levelThen;
  }

  /** Highest demand of the {@code w} steps that followed one {@code season} ago ÷ level of then. */
  public double seasonalPeak(int season, int w) {
    int then = now - season;
    double levelThen = levelAt(then);
    if (levelThen <= SMALLEST_LEVEL || !demand.known(then)) {
      return 1;
    }
    return highestIn(then + 1, Math.min(then + w, now)) / levelThen;
  }

  /** Level now ÷ level one {@code season} ago; 1 where that is unknown. */
  public double growth(int season) {
    double then = levelAt(now - season);
    return then > SMALLEST_LEVEL ? Math.min(level / then, 100) : 1;
  }

  private double highestIn(int from, int to) {
    double highest = 0;
    for (int i = from; i <= to; i++) {
      if (demand.known(i)) {
        highest = Math.max(highest, demand.value(i));
      }
    }
    return highest;
  }

  private double rawMean(int w) {
    return meanIn(now - w + 1, now, 0);
  }

  private double meanIn(int from, int to, double ifUnknown) {
    double sum = 0;
    int n = 0;
    for (int i = from; i <= to; i++) {
      if (demand.known(i)) {
        sum += demand.value(i);
        n++;
      }
    }
    return n == 0 ? ifUnknown : sum / n;
  }

  /** Level at a position; 0 if nothing is known there. */
  private double levelAt(int position) {
    double weight = 1;
    double sum = 0;
    double weights = 0;
    for (int k = 0; k < LEVEL_WINDOW; k++) {
      if (demand.known(position - k)) {
        sum += weight * demand.value(position - k);
        weights += weight;
      }
      weight *= DECAY;
    }
    return weights == 0 ? 0 : sum / weights + DAY_SHARE * dayMean + SMALLEST_LEVEL;
  }
}

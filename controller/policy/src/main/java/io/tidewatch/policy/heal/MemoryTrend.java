package io.tidewatch.policy.heal;

import io.tidewatch.domain.Series;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells a leak from a garbage collector at work.
 *
 * <p>A collector lets memory rise and fall; what a leak raises is what is left after each
 * collection. So each window is cut into blocks, and the trend ({@link TheilSen}) is that of the
 * blocks' lows: the teeth of the saw fall out of it. Memory counts as rising if
 *
 * <ol>
 *   <li>the whole 99 % interval of the slope is above 0: neighbouring samples resemble each other,
 *       which makes the interval too narrow, so it is a wide one to begin with;
 *   <li>the newer half rises at least half as fast: a process that warms up slows down;
 *   <li>it has not come down from here before: else it is a tooth longer than the window.
 * </ol>
 *
 * <p>Time to failure = (1 − peak) ÷ slope with the peak of the last two blocks, so that the room
 * between low and peak is kept; the interval follows from that of the slope. Several windows are
 * looked at, because a fast leak does not show in a long one and a slow one not in a short one; the
 * soonest failure counts.
 */
public final class MemoryTrend {
  /** Steps that are looked at, at most. */
  public static final int LONGEST = 240;

  /** Fewer steps than these say nothing. */
  public static final int SHORTEST = 20;

  private static final double NINETY_NINE_PERCENT = 2.576;
  private static final double LEAST_KNOWN = 0.8;
  private static final double SLOWED_DOWN = 0.5;
  private static final int STALE = 3;

  /** The teeth of a saw are not all of one height. */
  private static final double RECORD = 1.05;

  private static final int MOST_BLOCKS = 20;
  private static final int FEWEST_BLOCKS = 10;
  private static final int[] WINDOWS = {LONGEST, 60, SHORTEST};

  private MemoryTrend() {}

  /**
   * The outlook of one container life.
   *
   * @param share of the limit that is used, up to now; it begins when the container has warmed up,
   *     because what another life of the container used is no history of this one
   */
  public static MemoryOutlook of(Series share) {
    double[] all = share.toArray();
    int newest = lastKnown(all);
    if (newest < 0) {
      return new MemoryOutlook.Unknown("no sample of memory beside its limit");
    }
    if (all.length - 1 - newest >= STALE) {
      return new MemoryOutlook.Unknown(
          "the newest sample is " + (all.length - 1 - newest) + " steps old");
    }
    double[] values = Arrays.copyOf(all, newest + 1);
    boolean tells = Arrays.stream(WINDOWS).anyMatch(window -> blocks(values, window).isPresent());
    if (!tells) {
      return new MemoryOutlook.Unknown("fewer than " + SHORTEST + " steps are known");
    }
    return soonest(values);
  }

  private static MemoryOutlook soonest(double[] values) {
    double level = level(values);
    double highest = highest(values, 0, values.length);
    Optional<MemoryOutlook.Rising> soonest = Optional.empty();
    for (int window : WINDOWS) {
      Optional<MemoryOutlook.Rising> rising =
          blocks(values, window)
              .flatMap(blocks -> rising(blocks, level, highest))
              .filter(found -> !cameDownFrom(values, window, level));
      if (rising.isPresent()
          && (soonest.isEmpty()
              || rising.get().until().expected() < soonest.get().until().expected())) {
        soonest = rising;
      }
    }
    return soonest
        .<MemoryOutlook>map(rising -> rising)
        .orElseGet(() -> new MemoryOutlook.Steady(level, highest));
  }

  /** The lows of a window's blocks, at the blocks' middles. */
  private record Blocks(double[] times, double[] lows) {
    Blocks newerHalf() {
      int from = times.length / 2;
      return new Blocks(
          Arrays.copyOfRange(times, from, times.length),
          Arrays.copyOfRange(lows, from, lows.length));
    }
  }

  private static Optional<MemoryOutlook.Rising> rising(
      Blocks blocks, double level, double highest) {
    Optional<TheilSen> line = TheilSen.of(blocks.times(), blocks.lows(), NINETY_NINE_PERCENT);
    // Half of the points carry no interval of that width; their slope is all that is asked for.
    Blocks half = blocks.newerHalf();
    Optional<TheilSen> newer = TheilSen.of(half.times(), half.lows(), 0);
    if (line.isEmpty() || newer.isEmpty() || !(line.get().lower() > 0)) {
      return Optional.empty();
    }
    TheilSen trend = line.get();
    if (newer.get().slope() < SLOWED_DOWN * trend.slope()) {
      return Optional.empty();
    }
    double left = Math.max(0, 1 - level);
    TimeToFailure until = TimeToFailure.of(left, trend.lower(), trend.slope(), trend.upper());
    return Optional.of(new MemoryOutlook.Rising(level, highest, trend.slope(), until));
  }

  private static Optional<Blocks> blocks(double[] values, int window) {
    int from = values.length - window;
    if (from < 0 || known(values, from, values.length) < LEAST_KNOWN * window) {
      return Optional.empty();
    }
    int size = Math.max(2, (int) Math.ceil((double) window / MOST_BLOCKS));
    int[] begins =
        IntStream.range(0, window / size)
            .map(block -> values.length - (block + 1) * size)
            .filter(begin -> known(values, begin, begin + size) > 0)
            .sorted()
            .toArray();
    if (begins.length < Math.min(FEWEST_BLOCKS, window / size)) {
      return Optional.empty();
    }
    double[] times = Arrays.stream(begins).mapToDouble(begin -> begin + (size - 1) / 2.0).toArray();
    double[] lows =
        Arrays.stream(begins).mapToDouble(begin -> lowest(values, begin, begin + size)).toArray();
    return Optional.of(new Blocks(times, lows));
  }

  /** Whether it was as high before and lower afterwards: then it comes down by itself. */
  private static boolean cameDownFrom(double[] values, int window, double level) {
    int bottom = values.length - window;
    for (int i = bottom; i < values.length; i++) {
      if (values[i] < values[bottom] || Double.isNaN(values[bottom])) {
        bottom = i;
      }
    }
    return RECORD * highest(values, 0, bottom) >= level;
  }

  private static double level(double[] values) {
    return highest(values, Math.max(0, values.length - 4), values.length);
  }

  private static double highest(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).filter(Double::isFinite).max().orElse(0);
  }

  private static double lowest(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).filter(Double::isFinite).min().orElseThrow();
  }

  private static long known(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).filter(Double::isFinite).count();
  }

  private static int lastKnown(double[] values) {
    int last = values.length - 1;
    while (last >= 0 && Double.isNaN(values[last])) {
      last--;
    }
    return last;
  }
}

package io.tidewatch.policy;

import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** How fast an HPA may change a count: {@code spec.behavior} of autoscaling/v2. */
public record Behavior(Rules up, Rules down) {
  /** Seconds between two decisions of the HPA controller. */
  public static final int SYNC_SECONDS = 15;

  private static final int DEFAULT_DOWN_SECONDS = 300;
  private static final List<Rate> ALL_AT_ONCE = List.of(new Rate(Unit.PERCENT, 100, SYNC_SECONDS));

  public Behavior {
    Objects.requireNonNull(up, "up");
    Objects.requireNonNull(down, "down");
  }

  /** What Kubernetes fills in when {@code spec.behavior} is given empty: up by max(2×, +4). */
  public static Behavior defaults() {
    List<Rate> up =
        List.of(new Rate(Unit.PERCENT, 100, SYNC_SECONDS), new Rate(Unit.PODS, 4, SYNC_SECONDS));
    return new Behavior(
        new Rules(0, Select.MAX, up), new Rules(DEFAULT_DOWN_SECONDS, Select.MAX, ALL_AT_ONCE));
  }

  /** What the controller does without any {@code spec.behavior}: up to max(2×, 4) a sync. */
  public static Behavior builtIn() {
    return builtIn(DEFAULT_DOWN_SECONDS);
  }

  /** The same with another {@code --horizontal-pod-autoscaler-downscale-stabilization}. */
  public static Behavior builtIn(int downSeconds) {
    List<Rate> up =
        List.of(new Rate(Unit.PERCENT, 100, SYNC_SECONDS), new Rate(Unit.TOTAL, 4, SYNC_SECONDS));
    return new Behavior(
        new Rules(0, Select.MAX, up), new Rules(downSeconds, Select.MAX, ALL_AT_ONCE));
  }

  /** Whether nobody wrote it: then the window alone decides and no change is remembered. */
  boolean unwritten() {
    return up.rates().stream().anyMatch(rate -> rate.unit() == Unit.TOTAL);
  }

  /** Number of syncs whose counts have to be remembered. */
  public int memory() {
    return Math.max(up.memory(), down.memory());
  }

  /** Age in milliseconds beyond which a recommendation can no longer count. */
  long windowMillis() {
    return Math.max(up.windowMillis(), down.windowMillis());
  }

  /**
   * Up no further than the lowest, down no further than the highest wish of the windows; where
   * nobody wrote a behaviour, the highest wish of the window, even if that is above what is there.
   */
  int stabilise(int present, int wish, Recommendations earlier) {
    if (unwritten()) {
      return earlier.highest(wish, down.windowMillis() + 1);
    }
    int rise = Math.max(present, earlier.lowest(wish, up.windowMillis()));
    return Math.min(rise, earlier.highest(wish, down.windowMillis()));
  }

  /**
   * The count nearest to {@code wanted} that the rates allow.
   *
   * @param counts the counts observed at the last syncs, the present one last
   */
  public int limit(int wanted, RecentCounts counts) {
    return limit(wanted, counts.ago(0), seconds -> counts.ago(syncs(seconds) - 1));
  }

  /**
   * The count nearest to {@code wanted} that the rates allow.
   *
   * @param atStart the count when the period of so many seconds that ends now began
   */
  int limit(int wanted, int present, IntUnaryOperator atStart) {
    if (wanted > present) {
      return Math.min(wanted, Math.max(present, up.highest(present, atStart)));
    }
    return Math.max(wanted, Math.min(present, down.lowest(present, atStart)));
  }

  private static int syncs(int seconds) {
    return (seconds + SYNC_SECONDS - 1) / SYNC_SECONDS;
  }

  /** The rules of one direction; the rates are combined by {@code select}. */
  public record Rules(int stabilizationSeconds, Select select, List<Rate> rates) {
    public Rules {
      Objects.requireNonNull(select, "select");
      rates = List.copyOf(rates);
      if (stabilizationSeconds < 0 || stabilizationSeconds > 3600) {
        throw new IllegalArgumentException("stabilizationWindowSeconds must lie in 0..3600");
      }
      if (rates.isEmpty() && select != Select.DISABLED) {
        throw new IllegalArgumentException("a direction needs at least one rate");
      }
    }

    /** The longest period of a rate: older changes need not be remembered. */
    int longestSeconds() {
      return rates.stream().mapToInt(Rate::periodSeconds).reduce(0, Math::max);
    }

    private long windowMillis() {
      return stabilizationSeconds * 1000L;
    }

    private int memory() {
      return Math.max(stabilizationSeconds / SYNC_SECONDS + 1, syncs(longestSeconds()));
    }

    private int highest(int present, IntUnaryOperator atStart) {
      if (select == Select.DISABLED) {
        return present;
      }
      var limits =
          rates.stream().mapToInt(rate -> rate.highest(atStart.applyAsInt(rate.periodSeconds)));
      return (select == Select.MAX ? limits.max() : limits.min()).orElseThrow();
    }

    private int lowest(int present, IntUnaryOperator atStart) {
      if (select == Select.DISABLED) {
        return present;
      }
      var limits =
          rates.stream().mapToInt(rate -> rate.lowest(atStart.applyAsInt(rate.periodSeconds)));
      return (select == Select.MAX ? limits.min() : limits.max()).orElseThrow();
    }
  }

  /** Which of several rates holds: the one that allows most, the one that allows least, or none. */
  public enum Select {
    MAX,
    MIN,
    DISABLED
  }

  /** What a rate counts; TOTAL exists only in the controller's built-in limit. */
  public enum Unit {
    PODS,
    PERCENT,
    TOTAL
  }

  /** One rate: at most {@code value} pods or percent within {@code periodSeconds}. */
  public record Rate(Unit unit, int value, int periodSeconds) {
    public Rate {
      Objects.requireNonNull(unit, "unit");
      if (value <= 0 || periodSeconds <= 0 || periodSeconds > 1800) {
        throw new IllegalArgumentException("a rate needs value > 0 and periodSeconds in 1..1800");
      }
    }

    private int highest(int start) {
      return switch (unit) {
        case PODS -> start + value;
        case PERCENT -> (int) Math.ceil(start * (1 + value / 100.0));
        case TOTAL -> value;
      };
    }

    private int lowest(int start) {
      return switch (unit) {
        case PODS -> start - value;
        case PERCENT -> (int) (start * (1 - value / 100.0));
        case TOTAL -> start;
      };
    }
  }
}

package io.tidewatch.policy;

import java.util.List;
import java.util.Objects;

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
    List<Rate> up =
        List.of(new Rate(Unit.PERCENT, 100, SYNC_SECONDS), new Rate(Unit.TOTAL, 4, SYNC_SECONDS));
    return new Behavior(
        new Rules(0, Select.MAX, up), new Rules(DEFAULT_DOWN_SECONDS, Select.MAX, ALL_AT_ONCE));
  }

  /** Number of syncs whose recommendations and counts have to be remembered. */
  public int memory() {
    return Math.max(up.memory(), down.memory());
  }

  /**
   * The count nearest to {@code wanted} that the rates allow.
   *
   * @param counts the counts observed at the last syncs, the present one last
   */
  public int limit(int wanted, RecentCounts counts) {
    int present = counts.ago(0);
    if (wanted > present) {
      return Math.min(wanted, Math.max(present, up.highest(counts)));
    }
    return Math.max(wanted, Math.min(present, down.lowest(counts)));
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

    /** Number of recommendations inside the stabilisation window, both ends included. */
    int window() {
      return stabilizationSeconds / SYNC_SECONDS + 1;
    }

    private int memory() {
      return rates.stream().mapToInt(Rate::syncs).reduce(window(), Math::max);
    }

    private int highest(RecentCounts counts) {
      if (select == Select.DISABLED) {
        return counts.ago(0);
      }
      var limits = rates.stream().mapToInt(rate -> rate.highest(counts));
      return (select == Select.MAX ? limits.max() : limits.min()).orElseThrow();
    }

    private int lowest(RecentCounts counts) {
      if (select == Select.DISABLED) {
        return counts.ago(0);
      }
      var limits = rates.stream().mapToInt(rate -> rate.lowest(counts));
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

    private int syncs() {
      return (periodSeconds + SYNC_SECONDS - 1) / SYNC_SECONDS;
    }

    /** The count when the period began: Kubernetes counts no change as old as the period. */
    private int start(RecentCounts counts) {
      return counts.ago(syncs() - 1);
    }

    private int highest(RecentCounts counts) {
      return switch (unit) {
        case PODS -> start(counts) + value;
        case PERCENT -> (int) Math.ceil(start(counts) * (1 + value / 100.0));
        case TOTAL -> value;
      };
    }

    private int lowest(RecentCounts counts) {
      return switch (unit) {
        case PODS -> start(counts) - value;
        case PERCENT -> (int) (start(counts) * (1 - value / 100.0));
        case TOTAL -> start(counts);
      };
    }
  }
}

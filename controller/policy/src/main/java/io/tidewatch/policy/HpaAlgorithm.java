package io.tidewatch.policy;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The rule of Kubernetes' HorizontalPodAutoscaler for pods that are all alike, one sync (15 s) at a
 * time: what simulations and counterfactuals need, where nobody knows single pods.
 *
 * <p>Usage is the mean of the last two syncs, as metrics are averages over a past window. With
 * usage u (in pods' worth of capacity) over r ready pods and target t, the ratio is u/(r·t) and the
 * wish ⌈ratio·r⌉, unless the ratio is within 10 % of 1. Pods that are still starting make it
 * careful: if the ratio is above 1, they are counted as present and idle, so u/(all·t) must itself
 * be above 1.1, and the wish is never below the present count. The wish is then held by the
 * stabilisation windows and the rates of {@link Behavior}. A sync without a metric keeps the count
 * and recommends nothing.
 *
 * <p>Every rule is that of {@link HpaController}, which sees single pods and is compared with the
 * real controller step by step; here readiness delay, CPU initialisation and the metric's lag are 0
 * and syncs are exactly 15 s apart.
 */
public final class HpaAlgorithm {
  /**
   * A moment less than 15 s, because the controller dates a recommendation after it has read the
   * clock: one that is exactly as old as a window still counts.
   */
  private static final long SYNC_MILLIS = Behavior.SYNC_SECONDS * 1000L - 1;

  private static final UsageRule RULE = new UsageRule(Tolerance.usual(), 1e-9);
  private final HpaSettings settings;

  public HpaAlgorithm(HpaSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /** What one sync wants, and what the next one has to remember. */
  public record Sync(int wanted, HpaState next) {}

  /**
   * Decides one sync.
   *
   * @param load newest demand in pods' worth of capacity; empty when unknown, which keeps the count
   * @param ready pods that serve
   * @param all ready and starting pods
   */
  public Sync sync(OptionalDouble load, int ready, int all, HpaState state) {
    return sync(load, 0, ready, all, state);
  }

  /**
   * As above, with a second metric; an HPA takes the largest wish over its metrics.
   *
   * @param otherMetric pods that the second metric asks for
   */
  public Sync sync(OptionalDouble load, int otherMetric, int ready, int all, HpaState state) {
    OptionalDouble average = state.averaged(load);
    Behavior behavior = settings.behavior();
    HpaState now = state.after(SYNC_MILLIS, all, load, behavior.memory());
    if (all == 0 || settings.clamp(all) != all) {
      return new Sync(all == 0 ? 0 : settings.clamp(all), now);
    }
    OptionalInt wish = wish(average, otherMetric, ready, all);
    if (wish.isEmpty()) {
      return new Sync(all, now);
    }
    int steady = behavior.stabilise(all, wish.getAsInt(), now.recommendations());
    int wanted = settings.clamp(behavior.limit(steady, now.counts()));
    return new Sync(wanted, now.recommending(wish.getAsInt(), behavior.windowMillis()));
  }

  /** The largest wish; empty when one is unknown and the other does not ask for more. */
  private OptionalInt wish(OptionalDouble load, int otherMetric, int ready, int all) {
    if (load.isPresent() && ready > 0) {
      return OptionalInt.of(Math.max(otherMetric, recommend(load.getAsDouble(), ready, all)));
    }
    return otherMetric >= all ? OptionalInt.of(otherMetric) : OptionalInt.empty();
  }

  /** The wish of this moment alone: no window, no rate, no bounds. */
  int recommend(double load, int ready, int all) {
    if (ready == 0) {
      return all;
    }
    double usage = settings.metric() == HpaSettings.Metric.CPU ? Math.min(load, ready) : load;
    double ratio = usage / (ready * settings.target());
    if (all == ready || ratio <= 1) {
      return RULE.direct(all, ratio, ready).pods();
    }
    return RULE.careful(all, ratio, usage / (all * settings.target()), all).pods();
  }
}

package io.tidewatch.policy;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The rule of Kubernetes' HorizontalPodAutoscaler, one sync (15 s) at a time.
 *
 * <p>Usage is the mean of the last two syncs, as metrics are averages over a past window. With
 * usage u (in pods' worth of capacity) over r ready pods and target t, the ratio is u/(r·t) and the
 * wish ⌈ratio·r⌉, unless the ratio is within 10 % of 1. Pods that are still starting make it
 * careful: if the ratio is above 1, they are counted as present and idle, so u/(all·t) must itself
 * be above 1.1, and the wish is never below the present count. The wish is then held by the
 * stabilisation windows and the rates of {@link Behavior}.
 *
 * <p>Source: {@code pkg/controller/podautoscaler} of Kubernetes 1.34 (replica_calculator.go,
 * horizontal.go), with readiness delay 0, CPU initialisation 0 and no lag of the metric. One
 * difference, on the safe side: Kubernetes forgets a sync without a metric, here it counts as a
 * recommendation to keep what is there.
 */
public final class HpaAlgorithm {
  private static final double TOLERANCE = 0.1;
  private static final double ROUNDING = 1e-9;
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
    int own = average.isEmpty() ? all : recommend(average.getAsDouble(), ready, all);
    int recommendation = Math.max(own, otherMetric);
    HpaState next =
        state.with(settings.clamp(recommendation), all, load, settings.behavior().memory());
    int steady = stabilise(all, next.recommendations());
    return new Sync(settings.clamp(settings.behavior().limit(steady, next.counts())), next);
  }

  /** The wish of this moment alone: no window, no rate, no bounds. */
  int recommend(double load, int ready, int all) {
    if (ready == 0) {
      return all;
    }
    double usage = settings.metric() == HpaSettings.Metric.CPU ? Math.min(load, ready) : load;
    double ratio = usage / (ready * settings.target());
    if (all == ready || ratio <= 1) {
      return Math.abs(ratio - 1) <= TOLERANCE ? all : podsFor(ratio * ready);
    }
    double withStarting = usage / (all * settings.target());
    if (withStarting <= 1 + TOLERANCE) {
      return all;
    }
    return Math.max(all, podsFor(withStarting * all));
  }

  /** Up no further than the lowest, down no further than the highest wish of the windows. */
  private int stabilise(int all, RecentCounts recommendations) {
    int up = recommendations.lowest(settings.behavior().up().window());
    int down = recommendations.highest(settings.behavior().down().window());
    return Math.min(Math.max(all, up), down);
  }

  private static int podsFor(double pods) {
    return (int) Math.ceil(pods - ROUNDING);
  }
}

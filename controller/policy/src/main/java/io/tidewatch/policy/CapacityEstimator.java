package io.tidewatch.policy;

import io.tidewatch.evaluate.Quantiles;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Finds the capacity of a pod: the user's value, else the benchmark's convention that the 99.9 %
 * quantile of the known demand is the work of twenty pods, else unknown.
 *
 * <p>The convention says nothing about a real pod; it gives every trace the same scale.
 */
public final class CapacityEstimator {
  private static final double BUSY = 0.999;
  private static final int PODS_WHEN_BUSY = 20;

  private CapacityEstimator() {}

  /**
   * Estimates from what is known.
   *
   * @param explicit demand per pod that the user gave
   * @param history past demand in the same unit; unknown values may be NaN
   */
  public static Capacity estimate(OptionalDouble explicit, double[] history) {
    if (explicit.isPresent()) {
      return new Capacity(explicit, Capacity.Origin.EXPLICIT);
    }
    double[] known = Arrays.stream(history).filter(Double::isFinite).toArray();
    double busy = known.length == 0 ? 0 : Quantiles.linear(known, BUSY);
    if (busy <= 0) {
      return Capacity.unknown();
    }
    return new Capacity(OptionalDouble.of(busy / PODS_WHEN_BUSY), Capacity.Origin.HISTORY);
  }
}
